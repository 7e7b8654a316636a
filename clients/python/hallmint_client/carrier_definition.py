"""What a carrier profile says, as the JSON of a profile's file: in the same form as those that come with Hallmint."""

import json
from collections.abc import Mapping
from typing import Any

from google.protobuf import json_format
from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor

from hallmint.v1.carrier_profile_pb2 import CarrierProfileColumn, CarrierProfileDefinition, CsvEncoding

_FORMATS = [field.name for field in CarrierProfileDefinition.DESCRIPTOR.oneofs_by_name["settings"].fields]
# Some values are written as what they stand for.
_SIGNS = {
    "CSV_DELIMITER_COMMA": ",",
    "CSV_DELIMITER_SEMICOLON": ";",
    "CSV_DELIMITER_TAB": "\t",
    "CSV_DELIMITER_PIPE": "|",
    "CSV_LINE_END_LF": "\n",
    "CSV_LINE_END_CRLF": "\r\n",
}


def read_definition(values: Mapping[str, Any]) -> CarrierProfileDefinition:
    """The message of a definition. What is left out is as the server has it. ValueError where it is of another form; what it
    means, the server says.
    """
    settings = values.get("settings")
    form = settings.get("format") if isinstance(settings, dict) else None
    if not isinstance(settings, dict) or form not in _FORMATS:
        raise ValueError(f"settings.format must be one of {', '.join(_FORMATS)}")
    flat = {name: value for name, value in values.items() if name != "settings"}
    flat[form] = {name: value for name, value in settings.items() if name != "format"}
    try:
        return json_format.ParseDict(_to_wire(flat, CarrierProfileDefinition.DESCRIPTOR), CarrierProfileDefinition())
    except json_format.Error as error:
        raise ValueError(str(error)) from error


def write_definition(definition: CarrierProfileDefinition) -> dict[str, Any]:
    """The definition of a message. ValueError where it has a format that this client does not know."""
    form = definition.WhichOneof("settings")
    if form is None:
        raise ValueError("the profile is of a format that this client does not know")
    told = json_format.MessageToDict(
        definition, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )
    values = _from_wire(told, CarrierProfileDefinition.DESCRIPTOR)
    return {
        **{name: values[name] for name in ("name", "kind", "ecosystem", "columns")},
        "settings": {"format": form, **values[form]},
        "file_name": values["file_name"],
        "epc": values.get("epc"),
    }


def _to_wire(values: Mapping[str, Any], of: Descriptor) -> dict[str, Any]:
    made = {}
    for name, value in values.items():
        field = of.fields_by_name.get(name)
        # null is what is not said; a column with a constant has an empty field.
        if value is not None and not (name == "field" and value == ""):
            made[name] = value if field is None else _each(field, value, to_wire=True)
    return made


def _from_wire(values: Mapping[str, Any], of: Descriptor) -> dict[str, Any]:
    # In the order of the message: what is not set comes last in `values`.
    made = {f.name: _each(f, values[f.name], to_wire=False) for f in of.fields if f.name in values}
    return {"header": "", "field": "", "constant": None, **made} if of is CarrierProfileColumn.DESCRIPTOR else made


def _each(field: FieldDescriptor, value: Any, *, to_wire: bool) -> Any:
    if isinstance(value, list):
        return [_each(field, each, to_wire=to_wire) for each in value]
    if field.message_type is not None and isinstance(value, dict):
        return (_to_wire if to_wire else _from_wire)(value, field.message_type)
    if field.enum_type is not None and isinstance(value, str):
        return _constant(field.name, field.enum_type, value) if to_wire else _word(field.enum_type, value)
    return value


def _prefix(of: EnumDescriptor) -> str:
    return of.values[0].name.removesuffix("UNSPECIFIED")


def _constant(field: str, of: EnumDescriptor, word: str) -> str:
    for name, sign in _SIGNS.items():
        if sign == word and name in of.values_by_name:
            return name
    name = _prefix(of) + word.upper().replace("-", "_")
    if name not in of.values_by_name:
        # In quotes: some are signs that nobody sees.
        words = ", ".join(json.dumps(_word(of, value.name)) for value in of.values[1:])
        raise ValueError(f"{field} must be one of {words}")
    return name


def _word(of: EnumDescriptor, name: str) -> str:
    word = _SIGNS.get(name, name.removeprefix(_prefix(of)).lower())
    return word.replace("_", "-") if of is CsvEncoding.DESCRIPTOR else word
