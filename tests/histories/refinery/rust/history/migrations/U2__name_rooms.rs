use barrel::{types, Migration};

pub fn migration() -> String {
    String::from("UPDATE rooms SET name = id::text")
}
