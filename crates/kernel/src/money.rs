//! Amounts in minor units, rates in millionths, and sharing that loses nothing.
//!
//! An amount does not carry its currency: one bill, one card and one entry set have one currency
//! each, kept by the document and by the ledger's unit, which is where two currencies could meet
//! and where they are kept apart. Amounts that come from outside are bounded by [`Money::MAX`],
//! so that a document's sums stay far inside 64 bits (and inside the 53 bits a browser can count);
//! `+` and `-` check for overflow in every build all the same.

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

/// An amount in the minor unit of its document's currency (fen, cent, yen).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = i64)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);
    /// The largest amount taken from outside, in either direction: one thousand million yuan.
    pub const MAX: i64 = 100_000_000_000;

    /// An amount known to be in range: a literal, a stored value, a computed share.
    pub const fn minor(minor: i64) -> Money {
        Money(minor)
    }

    /// An amount from outside; `None` when its size is beyond [`Money::MAX`].
    pub fn checked(minor: i64) -> Option<Money> {
        (-Money::MAX..=Money::MAX).contains(&minor).then_some(Money(minor))
    }

    /// The number of minor units.
    pub const fn to_minor(self) -> i64 {
        self.0
    }

    /// Whether nothing is meant.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether the amount is below zero.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Whether the amount is above zero.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// The amount without its sign.
    pub const fn abs(self) -> Money {
        Money(self.0.abs())
    }

    /// The price of several; `None` when the product is beyond [`Money::MAX`].
    pub fn times(self, quantity: i64) -> Option<Money> {
        self.0.checked_mul(quantity).and_then(Money::checked)
    }

    /// `self · numerator ÷ denominator`, rounded half away from zero.
    /// A denominator of zero gives zero: nothing can be a part of nothing.
    pub fn ratio_half_up(self, numerator: i64, denominator: i64) -> Money {
        Money(ratio_half_up(self.0, numerator, denominator))
    }

    /// A percentage of the amount, rounded half away from zero, so that undoing mirrors.
    pub fn at_rate(self, rate: Rate) -> Money {
        self.ratio_half_up(rate.to_ppm(), Rate::ONE.to_ppm())
    }

    /// Spreads the amount over parts in proportion to `weights` by largest remainder: the parts add
    /// up to the whole, always. Equal remainders go to the larger weight, then to the earlier part.
    /// Weights must not be negative; when all are zero the first part takes everything.
    pub fn share(self, weights: &[Money]) -> Vec<Money> {
        let weights: Vec<i64> = weights.iter().map(|weight| weight.0.max(0)).collect();
        share(self.0, &weights).into_iter().map(Money).collect()
    }
}

/// `value · numerator ÷ denominator`, half away from zero, without a float and without overflow
/// on the way. A result outside 64 bits is clamped; a zero denominator gives zero.
pub fn ratio_half_up(value: i64, numerator: i64, denominator: i64) -> i64 {
    if denominator == 0 {
        return 0;
    }
    let product = i128::from(value) * i128::from(numerator);
    let divisor = i128::from(denominator);
    let negative = (product < 0) != (divisor < 0);
    let (product, divisor) = (product.abs(), divisor.abs());
    let rounded = (product * 2 + divisor) / (divisor * 2);
    let signed = if negative { -rounded } else { rounded };
    i64::try_from(signed).unwrap_or(if negative { i64::MIN } else { i64::MAX })
}

/// Largest-remainder sharing of whole units; see [`Money::share`].
pub fn share(total: i64, weights: &[i64]) -> Vec<i64> {
    let sum: i128 = weights.iter().map(|&weight| i128::from(weight)).sum();
    let mut parts = vec![0_i64; weights.len()];
    if parts.is_empty() {
        return parts;
    }
    if sum == 0 {
        parts[0] = total;
        return parts;
    }
    let magnitude = i128::from(total.unsigned_abs());
    let mut remainders: Vec<(i128, i64, usize)> = Vec::with_capacity(weights.len());
    let mut given = 0_i128;
    for (index, &weight) in weights.iter().enumerate() {
        let product = magnitude * i128::from(weight);
        let part = product / sum;
        given += part;
        parts[index] = i64::try_from(part).unwrap_or(i64::MAX);
        remainders.push((product % sum, weight, index));
    }
    remainders.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
    let left = usize::try_from(magnitude - given).unwrap_or(0);
    for &(_, _, index) in remainders.iter().take(left) {
        parts[index] += 1;
    }
    if total < 0 {
        for part in &mut parts {
            *part = -*part;
        }
    }
    parts
}

impl std::ops::Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}

impl std::ops::AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        *self = *self + other;
    }
}

impl std::ops::Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}

impl std::ops::SubAssign for Money {
    fn sub_assign(&mut self, other: Money) {
        *self = *self - other;
    }
}

impl std::ops::Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, std::ops::Add::add)
    }
}

impl<'a> std::iter::Sum<&'a Money> for Money {
    fn sum<I: Iterator<Item = &'a Money>>(amounts: I) -> Money {
        amounts.copied().sum()
    }
}

impl std::fmt::Debug for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Money({})", self.0)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let minor = i64::deserialize(deserializer)?;
        Money::checked(minor).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "an amount must lie between -{0} and {0} minor units",
                Money::MAX
            ))
        })
    }
}

/// A rate in millionths: 60 000 is 6 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = i64, minimum = 0, maximum = 1_000_000)]
pub struct Rate(i64);

impl Rate {
    /// Nothing of it.
    pub const ZERO: Rate = Rate(0);
    /// All of it: 100 %.
    pub const ONE: Rate = Rate(1_000_000);

    /// A rate between 0 and 100 %, in millionths; `None` outside.
    pub fn from_ppm(ppm: i64) -> Option<Rate> {
        (0..=Rate::ONE.0).contains(&ppm).then_some(Rate(ppm))
    }

    /// The rate in millionths.
    pub const fn to_ppm(self) -> i64 {
        self.0
    }
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let ppm = i64::deserialize(deserializer)?;
        Rate::from_ppm(ppm)
            .ok_or_else(|| serde::de::Error::custom("a rate must lie between 0 and 1000000 millionths"))
    }
}

/// An ISO 4217 currency code, such as `CNY`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ToSchema)]
#[schema(value_type = String, example = "CNY")]
pub struct Currency([u8; 3]);

impl Currency {
    /// Renminbi.
    pub const CNY: Currency = Currency(*b"CNY");

    /// Reads a code of three capital letters.
    pub fn parse(code: &str) -> Option<Currency> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Currency(bytes))
    }

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// How many decimals the minor unit stands for (ISO 4217), two where nothing else is known.
    pub fn decimals(&self) -> u32 {
        match self.code() {
            "JPY" | "KRW" | "VND" | "CLP" | "ISK" | "UGX" | "XAF" | "XOF" | "XPF" | "PYG" | "RWF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            _ => 2,
        }
    }
}

impl std::fmt::Debug for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::fmt::Display for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Currency::parse(&code)
            .ok_or_else(|| serde::de::Error::custom("a currency is three capital letters, such as CNY"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn halves_are_rounded_away_from_zero_in_both_directions() {
        assert_eq!(ratio_half_up(5, 1, 2), 3);
        assert_eq!(ratio_half_up(-5, 1, 2), -3);
        assert_eq!(ratio_half_up(6563, 50_000, 58_000), 5658);
    }

    #[test]
    fn a_coupon_over_three_lines_is_shared_to_the_fen() {
        let lines = [12_800, 38_800, 9_990].map(Money::minor);
        assert_eq!(Money::minor(5_000).share(&lines), [1_039, 3_150, 811].map(Money::minor));
    }

    #[test]
    fn an_amount_beyond_the_limit_is_refused_when_read() {
        assert!(serde_json::from_str::<Money>("100000000001").is_err());
        assert!(serde_json::from_str::<Money>("12.5").is_err());
        assert_eq!(serde_json::from_str::<Money>("-3").ok(), Some(Money::minor(-3)));
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_whole_and_none_exceeds_its_fair_share_by_a_unit(
            total in -Money::MAX..Money::MAX,
            weights in prop::collection::vec(0_i64..1_000_000_000, 1..40),
        ) {
            let parts = share(total, &weights);
            prop_assert_eq!(parts.iter().sum::<i64>(), total);
            let sum: i128 = weights.iter().map(|&w| i128::from(w)).sum();
            if sum > 0 {
                for (part, weight) in parts.iter().zip(&weights) {
                    let exact = i128::from(total) * i128::from(*weight);
                    prop_assert!((i128::from(*part) * sum - exact).abs() < sum);
                }
            }
        }

        #[test]
        fn undoing_a_percentage_mirrors_it(amount in -Money::MAX..Money::MAX, ppm in 0_i64..=1_000_000) {
            let rate = Rate::from_ppm(ppm).unwrap();
            prop_assert_eq!(-Money::minor(amount).at_rate(rate), Money::minor(-amount).at_rate(rate));
        }
    }
}
