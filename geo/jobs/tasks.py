"""What a worker does when a message comes."""

from uuid import UUID

from procrastinate import JobContext
from procrastinate.contrib.django import app

from geo.jobs.messages import TASK
from geo.jobs.running import run


@app.task(name=TASK, pass_context=True)
def do(context: JobContext, job: str) -> None:
    run(UUID(job), is_stopping=context.should_abort)
