"""The one lock of the product: the dossier's row. Services, flows and tasks take it first."""

from accounts.models import User
from casework.models import Dossier


def lock(dossier: Dossier) -> None:
    """Hold the dossier's row until the transaction ends, and see it as it now is."""
    Dossier.objects.select_for_update().only("pk").get(pk=dossier.pk)
    near = type(dossier)._base_manager.select_related(*dossier.near)
    dossier.refresh_from_db(from_queryset=near)
    dossier.known.clear()


def hold(user: User) -> None:
    """Hold an account, so that nothing is given to somebody whose post is being ended.

    Whoever holds a dossier too has taken that first.
    """
    User.objects.select_for_update(no_key=True).only("pk").get(pk=user.pk)
