//! Nobody is judge in their own case: who is named, or stands in the line of somebody named.
//!
//! Source: Directive article 9(1)(a) and (c) (no access for unauthorised staff; an impartial person), and the letter's
//! demand that nobody handles a case about themselves or their own line.

use crate::id::PersonId;
use crate::people::Organisation;
use serde::{Deserialize, Serialize};

/// Why somebody is kept from a case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Conflict {
    /// The person is named in the case.
    Named,
    /// The person is above or below somebody named in the line of management.
    InLine,
}

/// Whether `person` must be kept from a case in which `named` are parties.
#[must_use]
pub fn between(person: PersonId, named: &[PersonId], organisation: &Organisation) -> Option<Conflict> {
    if named.contains(&person) {
        return Some(Conflict::Named);
    }
    let above_person = organisation.superiors(person);
    let in_line =
        named.iter().any(|other| above_person.contains(other) || organisation.superiors(*other).contains(&person));
    in_line.then_some(Conflict::InLine)
}

/// The members of staff whose name appears in a text: the full name, initial and surname, or a surname that only one
/// member of staff has. It errs on the side of finding too many: being kept from one case harms nobody.
#[must_use]
pub fn named_in(text: &str, organisation: &Organisation) -> Vec<PersonId> {
    let words = words(text);
    organisation
        .people()
        .filter(|person| is_named(&person.name, &words, organisation))
        .map(|person| person.id)
        .collect()
}

fn is_named(name: &str, text: &[String], organisation: &Organisation) -> bool {
    let parts = words(name);
    let Some((first, surname)) = parts.split_first() else {
        return false;
    };
    if surname.is_empty() {
        return contains(text, &parts);
    }
    let initial: String = first.chars().take(1).collect();
    let mut with_initial = vec![initial];
    with_initial.extend_from_slice(surname);
    contains(text, &parts)
        || contains(text, &with_initial)
        || (contains(text, surname) && surname_is_telling(surname, organisation))
}

/// A surname tells who it is when it is not very short and no other member of staff has it.
fn surname_is_telling(surname: &[String], organisation: &Organisation) -> bool {
    let letters: usize = surname.iter().map(|word| word.chars().count()).sum();
    let bearers =
        organisation.people().filter(|person| words(&person.name).get(1..).is_some_and(|rest| rest == surname)).count();
    letters >= 5 && bearers <= 1
}

/// The words of a text in lower case without accents or punctuation. An apostrophe ends a word, in names too, so that
/// "Bakker's" holds the name.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && !is_accent(c))
        .map(|word| word.chars().flat_map(char::to_lowercase).filter(|c| !is_accent(*c)).map(plain).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect()
}

/// An accent that stands as a character of its own after its letter, as some keyboards and documents write it.
const fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

const fn plain(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'ş' | 'š' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

fn contains(text: &[String], sought: &[String]) -> bool {
    !sought.is_empty() && text.windows(sought.len()).any(|window| window == sought)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::OrgId;
    use crate::people::Person;
    use jiff::civil::Date;
    use uuid::Uuid;

    fn person(n: u128, name: &str, superior: Option<u128>) -> Person {
        Person {
            id: PersonId(Uuid::from_u128(n)),
            name: name.into(),
            unit: OrgId(Uuid::nil()),
            superior: superior.map(|s| PersonId(Uuid::from_u128(s))),
            active: true,
        }
    }

    fn staff() -> Organisation {
        Organisation::new(
            Date::constant(2026, 11, 24),
            vec![],
            vec![
                person(1, "Anneke van der Meulen", None),
                person(2, "Joost Bakker", Some(1)),
                person(3, "Fatima Yılmaz", Some(2)),
                person(4, "Sanne Bakker", Some(1)),
                person(5, "Ruben Coelho", None),
            ],
            vec![],
        )
    }

    fn id(n: u128) -> PersonId {
        PersonId(Uuid::from_u128(n))
    }

    #[test]
    fn who_is_named_is_kept_from_the_case() {
        assert_eq!(between(id(2), &[id(2)], &staff()), Some(Conflict::Named));
    }

    #[test]
    fn who_is_above_or_below_somebody_named_is_kept_from_the_case() {
        assert_eq!(between(id(1), &[id(3)], &staff()), Some(Conflict::InLine));
        assert_eq!(between(id(3), &[id(1)], &staff()), Some(Conflict::InLine));
    }

    #[test]
    fn a_colleague_outside_the_line_may_handle_the_case() {
        assert_eq!(between(id(5), &[id(3)], &staff()), None);
        assert_eq!(between(id(4), &[id(2)], &staff()), None, "two with the same superior are not in each other's line");
    }

    #[test]
    fn a_name_is_found_in_full_with_an_initial_and_by_a_telling_surname() {
        for text in
            ["Ik zag dat Anneke van der Meulen tekende.", "a. van der meulen tekende", "mevrouw Van der Meulen tekende"]
        {
            assert_eq!(named_in(text, &staff()), vec![id(1)], "{text}");
        }
        assert_eq!(named_in("Fatima Yilmaz was erbij", &staff()), vec![id(3)], "also without the accents");
    }

    #[test]
    fn a_surname_that_two_people_share_names_neither() {
        assert!(named_in("Bakker heeft het gezien", &staff()).is_empty());
        assert_eq!(named_in("J. Bakker heeft het gezien", &staff()), vec![id(2)]);
    }

    #[test]
    fn a_name_is_found_as_a_possessive_and_however_its_accents_are_written() {
        assert_eq!(named_in("Coelho's handtekening", &staff()), vec![id(5)]);
        assert_eq!(named_in("Coelho’s handtekening", &staff()), vec![id(5)]);
        assert_eq!(named_in("Ruben Coe\u{301}lho tekende", &staff()), vec![id(5)], "with the accent apart");
        let others = Organisation::new(
            Date::constant(2026, 11, 24),
            vec![],
            vec![person(6, "İbrahim Wiśniewski", None), person(7, "Sanne van 't Hoenderdaal", None)],
            vec![],
        );
        assert_eq!(named_in("Ibrahim Wisniewski", &others), vec![id(6)]);
        assert_eq!(named_in("mevrouw van ’t Hoenderdaal", &others), vec![id(7)]);
    }

    #[test]
    fn part_of_a_longer_word_names_nobody() {
        assert!(named_in("de Coelhostraat en de bakkerij", &staff()).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn a_full_name_is_found_wherever_it_stands(before in "\\PC{0,40}", after in "\\PC{0,40}", upper: bool) {
            let name = if upper { "FATIMA YILMAZ" } else { "Fatima Yılmaz" };
            let text = format!("{before} {name}, {after}");
            proptest::prop_assert!(named_in(&text, &staff()).contains(&id(3)), "{text}");
        }
    }
}
