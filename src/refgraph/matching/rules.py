"""Every number the matching uses, named.

Evidence adds up as log-odds after Fellegi and Sunter (A Theory for Record Linkage, 1969): a piece weighs
ln(m / u), m its chance where two records are the same, u where they are not. u of a value follows its frequency in
the data (Winkler, Frequency-Based Matching, 2000), so that two Wang Wei weigh little and two Guttenberg much.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MatchRules:
    """Weights in natural log-odds unless said otherwise. All guesses [G], set on generated data with known truth."""

    duplicates: float = 0.2
    """Other records of the same entity that a record is expected to have: the prior is this over all records."""
    fewest_people: int = 2_000
    """A smaller store is taken for a sample of so many: few records do not make namesakes impossible."""
    fewest_accounts: int = 500

    pseudo_people: float = 500.0
    """People whose names are taken as known beforehand, when a name's frequency is told from the data."""
    latin_word: float = 0.003
    """Share of people who have a given Latin name word, beforehand."""
    short_sound: float = 0.01
    """Share of people who have a given one-syllable Chinese given name, as heard."""
    long_sound: float = 0.0015
    """The same for two syllables."""
    typo: float = 0.08
    """Chance that one of two records of a name has a word mistyped by one letter (two in a long word)."""
    typo_variants: float = 100.0
    """Ways to mistype a word by one letter that are about as likely as each other."""
    slip: float = 2e-4
    """Share of people who have a given word that is no known name, beforehand."""
    nickname: float = 0.15
    """Chance that one of two records has a short or foreign form."""
    homophone: float = 0.05
    """Chance that one of two records has another character of the same sound."""
    initial: float = 0.5
    """Chance factor of a word given as its first letter alone."""
    extra_word: float = -0.7
    """A word that the other name lacks, such as a middle name."""
    surname_differs: float = -4.5
    """Marriage happens."""
    surname_most: float = 5.0
    """Most that the rest of a name weighs where the given names differ."""
    given_differs: float = -11.5
    """Families, and colleagues of one surname."""
    all_differs: float = -13.0

    email_equal: float = 13.5
    """ln(.7 / 1e-6)."""
    email_near: float = 6.5
    """One letter (no digit) mistyped."""
    email_local_own: float = 6.0
    """The same part before the @ at another domain, where it is not made of the name."""
    email_local_named: float = 0.8
    """The same, made of the name: namesakes have it too."""
    email_local_digits: float = 3.5
    """The same, made of the name and two digits or more."""
    email_two_named: float = -1.0
    """Two addresses, both made of the name, by other patterns."""
    email_same_domain: float = -4.5
    """Two addresses of one employer's domain: everybody has one there."""
    email_private: float = -0.4
    """One private, one of an employer."""
    email_differs: float = -2.5
    phone_equal: float = 9.5
    phone_suffix: float = 7.5
    """The last eight digits equal, one of the two written without its country."""
    phone_differs: float = -0.8
    shared_line: float = 2.0
    """Taken off for each doubling of the holders of an address or number beyond two."""

    same_employer: float = 0.6
    """m of working at the same account (or one proposed as its duplicate)."""
    related_employer: float = 1.5
    """Accounts of one group of companies."""
    employer_sequence: float = 0.6
    """One left before the other came, by at most `gap_days`."""
    gap_days: int = 730
    employer_differs: float = -1.5
    two_lives: float = -3.0
    """On top, where addresses and employers both differ and nothing but the name speaks for it."""
    title_equal: float = 2.0
    """At most; less for a frequent title."""
    title_differs: float = -0.3
    circle_most: float = 3.0
    """Most that shared circles weigh."""
    tied: float = -8.0
    """They know each other, or one reports to the other: nobody does with himself."""

    brand: float = 2e-5
    """Share of companies that have a given name at their core, beforehand."""
    short_brand: float = 4e-4
    """The same for a core of at most three letters or two characters."""
    brand_typo: float = -2.0
    """The core mistyped by one letter (two in a long one)."""
    brand_contained: float = -3.5
    """One core is a part of the other."""
    brand_acronym: float = -4.5
    """One core is the first letters of the other."""
    brand_sound: float = -1.0
    """Characters against other characters or letters of the same sound."""
    trade_equal: float = 1.0
    """A descriptive word in both names."""
    trade_missing: float = -0.9
    """A descriptive word in one name alone."""
    trade_conflict: float = -4.5
    """Each name has a descriptive word the other lacks."""
    number_conflict: float = -9.0
    """Plant 2 is not plant 3."""
    number_missing: float = -4.5
    """A number in one name alone."""
    branch: float = -4.5
    """A branch in one name alone."""
    legal_equal: float = 0.3
    legal_differs: float = -1.2
    place_equal: float = 1.5
    place_before_missing: float = -0.7
    """A place at the beginning of one name alone, as in full Chinese names."""
    place_after_missing: float = -4.5
    """A place at the end of one name alone, as branches are called."""
    place_conflict: float = -7.0
    place_region_differs: float = -5.0
    """The place in one name is not the region of the other."""
    domain_beside_place: float = 0.0
    """Most that a common domain or region weighs where places do not agree: branches share them with their head."""
    region_equal: float = 1.2
    region_differs: float = -2.5
    domain_equal: float = 5.0
    domain_differs: float = -2.0
    industry_equal: float = 0.7
    industry_differs: float = -0.5
    size_near: float = 0.5
    """At most twice as many employees."""
    size_far: float = -1.0
    """More than ten times as many."""
    siblings: float = -3.0
    """Both below the same parent: branches, most of them."""
    shared_people: float = 1.5
    """For each pair of people at both who have an address, a number or a rare name in common; at most two count."""

    fullest_block: int = 40
    """Records with one key that are compared all with all; a fuller key needs a second one beside it."""
    least_shown: float = 0.9
    """Confidence from which a pair is proposed."""
    least_grouped: float = 0.05
    """Confidence that every pair of a group of three or more must have."""


RULES = MatchRules()
