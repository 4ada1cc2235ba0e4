"""The peer's flow: the steps of a case up to its assessment, and the review of that."""

from typing import Any

from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.flow.views import UpdateProcessView

from accounts.models import User
from bench.stock.models import StockProcess


def worker_of(activation: Any) -> User:
    worker: User = activation.process.worker
    return worker


def step() -> Any:
    return flow.View(UpdateProcessView.as_view(fields=["answers"])).Assign(worker_of)


class StockFlow(flow.Flow):
    process_class = StockProcess
    process_title = "Case"
    lock_impl = lock.SelectForUpdateLock()

    start = flow.StartHandle(this.begin).Next(this.screen)
    screen = step().Next(this.intake)
    intake = step().Next(this.accept)
    accept = step().Next(this.assess)
    assess = step().Next(this.review)
    review = (
        flow.View(UpdateProcessView.as_view(fields=["answers"]))
        .Permission("stock.change_stockprocess")
        .Next(this.end)
    )
    end = flow.End()

    def begin(self, activation: Any, worker: User) -> Any:
        activation.process.worker = worker
        return activation.process
