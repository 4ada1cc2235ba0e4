"""Whether papers can be printed here: libraries, faces, and a first sheet."""

from config.doctor.findings import Finding, broken, check, ok
from documents import faces, machine


@check
def libraries() -> Finding:
    """Pango, HarfBuzz and fontconfig, which WeasyPrint finds on the machine."""
    if packages := machine.missing_packages():
        return broken(
            f"Libraries for printing are missing: {', '.join(packages)}.",
            f"apt-get install -y --no-install-recommends {' '.join(packages)}",
        )
    return ok("Pango, HarfBuzz-subset and fontconfig are there.")


@check
def fonts() -> Finding:
    """The faces which the product brings along; the machine's own are never used."""
    ours, spare = list(faces.folder().glob("*.otf")), list(faces.SPARE.glob("*.otf"))
    packed = list(faces.PACKED.glob("*.woff2"))
    if len(ours) < len(packed) or not packed or not spare:
        return broken(
            "Faces for the papers are missing.",
            "Install the product and requirements/base.txt again; "
            "remove the folder faces/ in BIHUAN_HOME.",
        )
    return ok(f"{len(ours) + len(spare)} faces are unpacked.")


@check
def printer() -> Finding:
    """A sheet printed for a trial, and thrown away."""
    size = len(machine.trial())
    return ok(f"A sheet was printed for a trial: {size} bytes.")
