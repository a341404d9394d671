//! Names, phones and pinyin.
