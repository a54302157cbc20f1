"""The one place where identities are taken out of a supervision packet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fit.deidentify import Choices, counted, in_text, read_identities, replaced, undone_names, with_choices
from fit.errors import InputError
from fit.reports._packet_texts import rebuilt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.deidentify import Kind, KnownNames, Replacement, UndoneName
    from fit.reports._packet_texts import PacketText
    from fit.reports.packet import Packet

__all__ = ["DeidentifiedPacket", "deidentified"]


class _Seal:
    """Binds a packet to the run that took its identities out: another packet has another seal."""

    def __init__(self, packet: Packet) -> None:
        self.packet = packet


@dataclass(frozen=True, slots=True, kw_only=True)
class DeidentifiedPacket:
    """A packet without identities, and how it came to be: only `deidentified` makes one."""

    packet: Packet
    before: tuple[PacketText, ...]
    """Every text as it was, for the clinician's eyes: `Replacement.text` counts them."""
    found: tuple[Replacement, ...]
    """Everything that was found, also what the clinician left standing."""
    replacements: tuple[Replacement, ...]
    """What was replaced."""
    doubtful: tuple[Replacement, ...]
    """Known names that are common words too and were left standing: to be looked at one by one."""
    warnings: tuple[UndoneName, ...]
    """Names that the clinic's data knows and that stay."""
    made_by: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if not isinstance(self.made_by, _Seal) or self.made_by.packet is not self.packet:
            raise InputError("A packet is de-identified by `deidentified` alone. Call it.")

    @property
    def counts(self) -> Mapping[Kind, int]:
        """Replacements by kind."""
        return counted(self.replacements)


def deidentified(
    packet: Packet, known: KnownNames, language: str = "en", choices: Choices | None = None
) -> DeidentifiedPacket:
    """Take every identity out of every text of a packet, the same one by the same label. The only way to a report."""
    chosen = choices or Choices()
    before = packet.texts()
    texts = [one.text for one in before]
    found = read_identities(texts, known, language)
    made = with_choices(texts, found.sure, chosen, found.doubtful)
    after = [replaced(text, in_text(made, number)) for number, text in enumerate(texts)]
    without = rebuilt(packet, iter(after))
    return DeidentifiedPacket(
        packet=without,
        before=before,
        found=found.sure,
        doubtful=tuple(one for one in found.doubtful if one.id not in chosen.also),
        replacements=made,
        warnings=undone_names(found.sure, chosen),
        made_by=_Seal(without),
    )
