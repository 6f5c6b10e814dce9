//! Rules of an account's members. Their address and name follow the rules of people.

super::rules! {
    MEMBER_TWICE = "MEM-MAI-01" Member error,
        "{0} is a member of the account already.",
        "Change the role in the list of members.",
        "kw@northwind.example", "§2";
    ROLE_MISSING = "MEM-ROL-01" Member missing,
        "The role is missing.",
        "Choose what the person may do in the account.",
        "Editor", "§2";
}
