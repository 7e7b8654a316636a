"""Between templates, market packs and their messages. Lists are read one entry further than they may go, which the checks
then refuse: so a message costs no more than the longest one that is taken.
"""

from collections.abc import Iterable

from hallmint.v1 import content_pb2
from hallmint.v1 import content_service_pb2 as pb
from hallmint_server.content import check
from hallmint_server.content.model import (
    LocalText,
    MarketPack,
    RecyclingText,
    Template,
    TemplateField,
    TemplateSection,
    Version,
    VersionState,
)
from hallmint_server.rpc.convert import GROUPS, EnumMap, timestamp

VERSION_STATES = EnumMap(VersionState, content_pb2.VersionState, "VERSION_STATE")
_GROUPS_BY_NAME = {str(group): number for number, group in GROUPS.items()}


def template(found: Version[Template]) -> content_pb2.Template:
    """A version of a template."""
    return content_pb2.Template(
        template_id=str(found.version_id),
        group=_GROUPS_BY_NAME[found.lineage],  # type: ignore[arg-type] # a number of the enumeration
        version=found.number,
        revision=found.revision,
        state=VERSION_STATES.wire(found.state),
        sections=[
            content_pb2.TemplateSection(
                title=section.title,
                fields=[content_pb2.TemplateField(path=field.path, label=field.label) for field in section.fields],
            )
            for section in found.content.sections
        ],
        created_at=timestamp(found.created_at),
        published_at=timestamp(found.published_at),
    )


def market_pack(found: Version[MarketPack]) -> content_pb2.MarketPack:
    """A version of a market pack."""
    pack = found.content
    return content_pb2.MarketPack(
        market_pack_id=str(found.version_id),
        market=found.lineage,
        version=found.number,
        revision=found.revision,
        state=VERSION_STATES.wire(found.state),
        languages=pack.languages,
        date_format=pack.date_format,
        number_format=pack.number_format,
        disclaimers=[content_pb2.LocalText(language=said.language, text=said.text) for said in pack.disclaimers],
        recycling=[
            content_pb2.RecyclingText(material=said.material, language=said.language, text=said.text)
            for said in pack.recycling
        ],
        created_at=timestamp(found.created_at),
        published_at=timestamp(found.published_at),
    )


def read_template(sections: Iterable[content_pb2.TemplateSection]) -> Template:
    """The content of a template as asked for."""
    return Template(
        sections=tuple(
            TemplateSection(
                title=section.title,
                fields=tuple(
                    TemplateField(path=field.path, label=field.label)
                    for field in section.fields[: check.FIELDS_MOST + 1]
                ),
            )
            for section in list(sections)[: check.SECTIONS_MOST + 1]
        )
    )


def read_market_pack(request: pb.CreateMarketPackRequest | pb.UpdateMarketPackRequest) -> MarketPack:
    """The content of a market pack as asked for."""
    return MarketPack(
        languages=tuple(request.languages[: check.LANGUAGES_MOST + 1]),
        date_format=request.date_format,
        number_format=request.number_format,
        disclaimers=tuple(
            LocalText(language=said.language, text=said.text)
            for said in request.disclaimers[: check.DISCLAIMERS_MOST + 1]
        ),
        recycling=tuple(
            RecyclingText(material=said.material, language=said.language, text=said.text)
            for said in request.recycling[: check.RECYCLING_MOST + 1]
        ),
    )
