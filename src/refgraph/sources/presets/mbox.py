"""Mailboxes (mbox): who writes to whom, from the headers From, To and Date alone.

People are addresses (`mailto:ADDRESS`). Two who wrote to each other, in both directions, know each other: kind `mail`,
since the first and last in contact at the newest message, strength .3 from 2 messages on, .5 from 10, .8 from 50.
Mail in one direction makes neither a tie nor a person. Mailing lists, machines (no-reply and the like) and messages to
more than 25 addresses are left out. Messages nothing is taken from count as blank, and how many there are is told.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from refgraph.sources.converted import Converted
from refgraph.sources.presets.addresses import Addressees, is_nobody
from refgraph.sources.presets.files import held_file
from refgraph.sources.presets.mail_addresses import HeaderFault, addresses_in, sent_day
from refgraph.sources.presets.mail_headers import Message, messages_of
from refgraph.sources.refusal import Refused
from refgraph.sources.text import Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.sources.plan import ReadOptions
    from refgraph.sources.presets.files import SourceFile, SourceFiles

MOST_RECIPIENTS = 25
"""Addresses in To beyond which a message is a circular."""
STRENGTHS = ((50, "0.8"), (10, "0.5"), (2, "0.3"))
"""Fewest messages both ways together, and the strength of the tie."""

Pair = tuple[str, str]


@dataclass(slots=True)
class _Exchange:
    """Messages between two people, the lesser id first."""

    forth: int = 0
    back: int = 0
    first: str = ""
    last: str = ""

    def count(self, day: str, *, is_forth: bool) -> None:
        self.forth += is_forth
        self.back += not is_forth
        self.first = min(self.first or day, day)
        self.last = max(self.last, day)


@dataclass(frozen=True, slots=True)
class _Mail:
    """A message that names people."""

    file: str
    number: int
    sender: str
    recipients: tuple[str, ...]
    day: str
    raw: str


@dataclass(slots=True)
class _Mailbox:
    """What is read of all files."""

    converted: Converted
    people: Addressees
    today: date
    mails: list[_Mail] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    met: set[Pair] = field(default_factory=set)

    def pass_over(self, file: str, why: str) -> None:
        """Count a message as blank."""
        self.left_out[why] += 1
        self.converted.blank[file] += 1


def convert(files: SourceFiles, options: ReadOptions, *, today: date | None = None) -> Converted:
    """Read the messages, a few kB in memory at a time; what is kept grows with the number of messages.

    With `--whose ID` or `ID=ADDRESS` that person stands for the own address. A message dated after `today` (UTC) + 1
    day is held. Raises `Refused` for a file that is no mailbox.
    """
    box = _Mailbox(
        Converted(ignored=files.ignored), Addressees(options.whose), today or datetime.now(UTC).date()
    )
    for file in files.files:
        _read(box, file, options)
    mentions = Counter(who for mail in box.mails for who in {mail.sender, *mail.recipients})
    told = box.people.find_own(mentions, len(box.mails))
    _put_ties(box)
    listed = ", ".join(f"{count} {what}" for what, count in sorted(box.left_out.items()))
    box.converted.told += [text for text in (told, listed and f"left out: {listed}") if text]
    return box.converted


def _read(box: _Mailbox, file: SourceFile, options: ReadOptions) -> None:
    plain = replace(options, whose=box.people.owner or None)
    box.converted.read_as[file.name] = held_file(file.name, plain)
    count = 0
    with file.open() as opened:
        for message in messages_of(opened):
            if not message.headers and not message.begin:
                continue
            count += 1
            try:
                _read_message(box, file.name, message, options.encoding)
            except HeaderFault as fault:
                raw = message.raw().decode("utf-8", "backslashreplace")
                source = box.converted.source(file.name, message.number, raw)
                box.converted.remark(source, fault.column, Note(fault.code, str(fault), holds=True))
    if not count:
        found = "found no message: no line that begins with 'From ', no header"
        raise Refused(file.name, "mbox", found, "export the mailbox as mbox", row=1)


def _read_message(box: _Mailbox, file: str, message: Message, encoding: str | None) -> None:
    senders = addresses_in(message.headers.get(b"from", b""), "From", encoding)
    if not senders:
        raise HeaderFault("From", "from", "found no address in From, expected one like anna@example.com")
    day = sent_day(message.headers.get(b"date", b""), box.today + timedelta(days=1))
    recipients = addresses_in(message.headers.get(b"to", b""), "To", encoding)
    sender = senders[0][0]
    if is_nobody(sender):
        box.pass_over(file, "messages from mailing lists or machines")
        return
    if len(recipients) > MOST_RECIPIENTS:
        box.pass_over(file, f"messages to more than {MOST_RECIPIENTS} addresses")
        return
    people = tuple(dict.fromkeys(who for who, _ in recipients if not is_nobody(who) and who != sender))
    if not people:
        box.pass_over(file, "messages to nobody, to mailing lists or to oneself")
        return
    for address, name in (senders[0], *recipients):
        if address == sender or address in people:
            box.people.meet(address, name)
    pairs = {(min(sender, who), max(sender, who)) for who in people}
    # Only the first message of two people may come to stand for what is made of them.
    raw = "" if pairs <= box.met else message.raw().decode("utf-8", "backslashreplace")
    box.met |= pairs
    box.mails.append(_Mail(file, message.number, sender, people, day, raw))


def _put_ties(box: _Mailbox) -> None:
    exchanges: dict[Pair, _Exchange] = {}
    for mail in box.mails:
        for pair, is_forth in _pairs(box, mail):
            exchanges.setdefault(pair, _Exchange()).count(mail.day, is_forth=is_forth)
    mutual = {pair: found for pair, found in exchanges.items() if found.forth and found.back}
    box.left_out.update({"pairs of people with mail in one direction only": len(exchanges) - len(mutual)})
    box.left_out = +box.left_out
    put: set[Pair] = set()
    for mail in box.mails:
        taken = [pair for pair, _ in _pairs(box, mail) if pair in mutual]
        if not taken:
            box.converted.blank[mail.file] += 1
            continue
        source = box.converted.source(mail.file, mail.number, mail.raw)
        addresses = [who for who in (mail.sender, *mail.recipients) if _is_in(box, who, taken)]
        box.people.put(box.converted, source, addresses)
        for pair in taken:
            if pair not in put:
                put.add(pair)
                box.converted.put("knows", source, _tie(pair, mutual[pair]))


def _pairs(box: _Mailbox, mail: _Mail) -> list[tuple[Pair, bool]]:
    """Pairs of people, the lesser id first, and whether the message went from that one to the other."""
    sender = box.people.person(mail.sender)
    others = dict.fromkeys(box.people.person(who) for who in mail.recipients)
    return [((min(sender, other), max(sender, other)), sender < other) for other in others if other != sender]


def _is_in(box: _Mailbox, address: str, pairs: Sequence[Pair]) -> bool:
    person = box.people.person(address)
    return any(person in pair for pair in pairs)


def _tie(pair: Pair, exchange: _Exchange) -> dict[str, str]:
    total = exchange.forth + exchange.back
    strength = next(share for fewest, share in STRENGTHS if total >= fewest)
    return {
        "person_a": pair[0], "person_b": pair[1], "kind": "mail", "strength": strength,
        "since": exchange.first, "last_contact": exchange.last,
    }  # fmt: skip
