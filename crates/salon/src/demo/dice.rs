//! Chance that is the same every time: xorshift64* (Vigna, 2016). Good enough to make a salon look
//! alive, and for nothing that must be secret.

/// A generator of numbers that look random and follow from a seed.
#[derive(Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice that fall as this seed says.
    pub fn new(seed: u64) -> Dice {
        // The generator stays at zero for ever once it is there.
        Dice(seed | 1)
    }

    /// Dice of their own for something that happens at the same time as other things.
    pub fn split(&mut self) -> Dice {
        Dice::new(self.next())
    }

    /// A number from 0 up to, and not including, `count`; 0 when there is nothing to choose from.
    pub fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % count).unwrap_or(0)
    }

    /// A number from `least` to `most`, both included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let span = usize::try_from((most - least).max(0)).unwrap_or(0);
        least + i64::try_from(self.below(span + 1)).unwrap_or(0)
    }

    /// Whether something happens that happens so many times in a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several; nothing of nothing.
    pub fn pick<'a, T>(&mut self, among: &'a [T]) -> Option<&'a T> {
        among.get(self.below(among.len()))
    }

    /// One of several that weigh differently; nothing where nothing weighs anything.
    pub fn weighted<'a, T>(&mut self, among: &'a [T], weight: impl Fn(&T) -> usize) -> Option<&'a T> {
        let mut left = self.below(among.iter().map(&weight).sum());
        among.iter().find(|one| match left.checked_sub(weight(one)) {
            Some(less) => {
                left = less;
                false
            }
            None => true,
        })
    }

    /// One of several words.
    pub fn word(&mut self, among: &[&'static str]) -> &'static str {
        self.pick(among).copied().unwrap_or_default()
    }

    /// So many digits.
    pub fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + u8::try_from(self.below(10)).unwrap_or(0))).collect()
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_falls_the_same_way() {
        let roll = |seed| {
            let mut dice = Dice::new(seed);
            (0..20).map(|_| dice.below(6)).collect::<Vec<_>>()
        };
        assert_eq!(roll(7), roll(7));
        assert_ne!(roll(7), roll(9));
    }

    #[test]
    fn every_side_comes_up_and_none_beyond() {
        let mut dice = Dice::new(0);
        let mut seen = [0; 6];
        for _ in 0..6000 {
            seen[dice.below(6)] += 1;
            assert!((3..=5).contains(&dice.between(3, 5)));
        }
        assert!(seen.iter().all(|count| *count > 800), "{seen:?}");
        assert_eq!(dice.below(0), 0);
    }

    #[test]
    fn what_weighs_more_comes_up_more_often() {
        let mut dice = Dice::new(5);
        let mut seen = [0; 3];
        for _ in 0..8000 {
            seen[*dice.weighted(&[0, 1, 2], |side| [1, 0, 3][*side]).unwrap()] += 1;
        }
        assert_eq!(seen[1], 0);
        assert!((1700..2300).contains(&seen[0]) && seen[0] + seen[2] == 8000, "{seen:?}");
        assert_eq!(dice.weighted(&[1, 2], |_| 0), None);
    }
}
