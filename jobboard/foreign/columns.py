"""What the columns of a table of people mean: by their usual names, or as somebody says."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jobboard.errors import InvalidInput


def _names(*lines: str) -> tuple[str, ...]:
    return tuple(name for line in lines for name in line.split(", "))


FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": _names(
        "id, candidate id, person id, external id, applicant id, bewerber id, bewerbernummer, kandidaten id",
        "personalnummer",
        "id in the other system, kandidaatnummer",
    ),
    "name": _names(
        "name, full name, candidate, candidate name, applicant, applicant name, bewerber, bewerberin",
        "bewerbername, kandidat, kandidatin, vollständiger name, nom complet, candidat, nombre completo",
        "candidato",
        "naam, volledige naam, kandidaat, sollicitant",
    ),
    "first_name": _names(
        "first name, firstname, given name, forename, first, vorname, rufname, prénom, nombre",
        "voornaam",
    ),
    "last_name": _names(
        "last name, lastname, surname, family name, last, nachname, familienname, zuname, nom, nom de famille",
        "apellido, apellidos",
        "achternaam, familienaam",
    ),
    "email": _names(
        "email, e mail, email address, e mail address, mail, primary email, email 1, email 2, e mail adresse",
        "emailadresse, mailadresse, courriel, adresse e mail, correo, correo electrónico",
        "email1, email2, e mailadres, mailadres",
    ),
    "phone": _names(
        "phone, telephone, tel, phone number, mobile, mobile phone, mobile number, cell, cell phone",
        "home phone, work phone, telefon, telefonnummer, rufnummer, handy, handynummer, mobil, mobiltelefon",
        "mobilnummer, téléphone, portable, teléfono, móvil",
        "telefoon, mobiel, gsm, phone home, phone cell, phone work, phonehome, phonecell, phonework",
    ),
    "city": _names(
        "city, town, location, place, ort, wohnort, stadt, standort, ville, ciudad",
        "woonplaats, plaats",
    ),
    "region": _names("region, state, province, county, bundesland, kanton, région, provincia, provincie"),
    "country": _names("country, country code, land, ländercode, staat, pays, país, country two letters"),
    "headline": _names("headline, profile headline, kurzprofil"),
    "title": _names(
        "title, job title, current title, current position, current job title, current role, beruf",
        "berufsbezeichnung, aktuelle position, aktuelle stelle, derzeitige position, poste actuel",
        "puesto actual",
        "job title now, huidige functie",
    ),
    "employer": _names(
        "employer, current employer, company, current company, firm, organization, organisation, firma",
        "unternehmen, arbeitgeber, aktueller arbeitgeber, derzeitiger arbeitgeber, betrieb, employeur",
        "entreprise, société, empresa",
        "employer now, werkgever, huidige werkgever, bedrijf",
    ),
    "skills": _names(
        "skills, key skills, skill, competencies, kenntnisse, fähigkeiten, kompetenzen, fachkenntnisse",
        "compétences, competencias",
        "keyskills, vaardigheden, competenties",
    ),
    "tags": _names(
        "tags, tag, labels, schlagworte, schlagwörter, stichworte, étiquettes, etiquetas",
        "trefwoorden",
    ),
    "notes": _names(
        "notes, note, comments, comment, remarks, notiz, notizen, bemerkung, bemerkungen, kommentar",
        "kommentare, anmerkung, anmerkungen, remarques, notas",
        "note for colleagues, notitie, notities, opmerking, opmerkingen",
    ),
    "do_not_contact": _names(
        "do not contact, dnc, unsubscribed, opted out, nicht kontaktieren, kontaktsperre",
        "niet benaderen",
    ),
    "applied_for": _names(
        "applied for, job applied for, position applied for, role applied for, vacancy, job, job name",
        "requisition, position, role, job order, stelle, stellenbezeichnung, stellentitel, vakanz",
        "beworben für, beworben auf, bewerbung für, bewerbung als, beworben als, poste, puesto, vacante",
        "applied for the title, vacature, vacaturetitel, gesolliciteerd op",
    ),
    "job_id": _names(
        "job id, job identifier, job reference, requisition id, vacancy id, job code, stellen id",
        "stellennummer, stellen nr, referenznummer, kennziffer",
        "applied for the job s id, vacaturenummer, vacature id",
    ),
    "applied_on": _names(
        "applied on, applied at, date applied, application date, applied, applied date, date, datum",
        "bewerbungsdatum, beworben am, bewerbung vom, eingangsdatum, eingang, eingegangen am",
        "date de candidature, fecha de solicitud",
        "sollicitatiedatum",
    ),
    "stage": _names(
        "stage, current stage, application stage, pipeline stage, step, phase, stufe, schritt, prozessschritt",
        "étape, etapa",
        "stage reached, fase",
    ),
    "status": _names(
        "status, application status, state of application, outcome, bewerbungsstatus, ergebnis, statut",
        "estado",
        "how it ended, uitkomst",
    ),
    "reason": _names(
        "reason, rejection reason, reject reason, archive reason, disposition, grund, absagegrund",
        "ablehnungsgrund, motif, motivo",
        "reason it ended, reden, afwijzingsreden",
    ),
    "closed_on": _names(
        "closed on, closed at, rejected on, rejected at, date rejected, date closed, absagedatum, abgesagt am",
        "abgelehnt am, abgeschlossen am",
        "ended on, afgewezen op",
    ),
    "source": _names(
        "source, candidate source, application source, origin, channel, quelle, kanal, bewerbungsquelle",
        "aufmerksam geworden durch, fuente",
        "bron",
    ),
    "keep_consent_on": _names("agreed to be kept on file on"),
    "keep_consent_until": _names("agreed to be kept on file until"),
}
"""What a column can become, and the usual names of such columns. Consents have only the page's own words: whether a
column of another system is a yes to being kept on file, a person must say."""

NEVER = re.compile(
    r"\b(birth\w*|born|dob|age|gender|sex|photo\w*|picture|image|avatar|marital|religion|ethnic\w*|race|nationality|"
    r"geburts\w*|geboren|alter(?=$| in )|geschlecht|foto\w*|lichtbild|bild|familienstand|religion\w*|konfession|"
    r"geboorte\w*|geslacht|leeftijd|burgerlijke staat|pasfoto|nationaliteit|"
    r"nationalität|staatsangehörigkeit|staatsbürgerschaft|naissance|âge|sexe|nacimiento|edad|sexo)\b"
)
"""Columns that nobody can bring in: Jobboard does not hold them."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """For each column in its order what it becomes; ``""`` is left out."""

    columns: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def left_out(self) -> tuple[str, ...]:
        """The columns that are not read."""
        return tuple(name for name, field in zip(self.columns, self.fields, strict=True) if not field)


def map_columns(columns: Sequence[str], chosen: Mapping[str, str]) -> ColumnMap:
    """What each column becomes: as ``chosen`` says (column to field, ``""`` leaves it out), else by its name.

    Raises ``InvalidInput`` for a chosen column that is not there, for a field that is none, and for a column that
    Jobboard never holds.
    """
    _check(columns, chosen)
    said = {plain(column): field for column, field in chosen.items()}
    fields = tuple(said.get(plain(column), _usual(column)) for column in columns)
    return ColumnMap(tuple(columns), fields)


def by_name(columns: Sequence[str], chosen: Mapping[int, str]) -> dict[str, str]:
    """Column to field, of what was ``chosen`` by a column's place from 0. Of two columns with one name the first that
    is used speaks for both; what Jobboard never holds cannot be chosen."""
    named: dict[str, str] = {}
    for place, column in enumerate(columns):
        if place in chosen and not NEVER.search(plain(column)):
            named[column] = named.get(column) or chosen[place]
    return named


def plain(name: str) -> str:
    """A name without case, punctuation and doubled spaces: “E-Mail” and “e_mail” are one."""
    return " ".join(re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", name).casefold()).split())


_BY_NAME = {name: field for field, names in FIELDS.items() for name in (*names, field.replace("_", " "))}


def _usual(column: str) -> str:
    """By its name; one in two languages, such as “Firma/Firm”, by either, unless they say different things."""
    if NEVER.search(plain(column)):
        return ""
    if known := _BY_NAME.get(plain(column)):
        return known
    either = {field for part in column.split("/") if (field := _BY_NAME.get(plain(part)))}
    return either.pop() if len(either) == 1 else ""


def _check(columns: Sequence[str], chosen: Mapping[str, str]) -> None:
    there = {plain(column) for column in columns}
    for column, field in chosen.items():
        if plain(column) not in there:
            raise InvalidInput({"columns": [f"There is no column “{column}”. There are {', '.join(columns)}."]})
        if field and field not in FIELDS:
            raise InvalidInput({"columns": [f"A column cannot become “{field}”. Use one of {', '.join(FIELDS)}."]})
        if field and NEVER.search(plain(column)):
            raise InvalidInput({"columns": [f"“{column}” is not brought in: Jobboard does not hold such things."]})
