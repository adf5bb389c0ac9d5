-- Each kind of job has a queue of its own since 0.2, so that a machine listens only to what it can do. Jobs that an older
-- release left waiting would be heard by nobody.
UPDATE procrastinate_jobs SET queue_name = task_name WHERE queue_name = 'default';
