/** What a child sends back for each job. */
export type JobReply<Result> = { readonly result: Result } | { readonly failure: string };

/** The child's side of `createBoundedChild`: answers each job that it is sent, until nobody listens any more. */
export function answerJobs<Job, Result>(run: (job: Job) => Promise<Result>): void {
  process.on('message', (job) => {
    void run(job as Job).then(
      (result) => process.send?.({ result } satisfies JobReply<Result>),
      (error: Error) => process.send?.({ failure: error.message } satisfies JobReply<Result>),
    );
  });
  process.once('disconnect', () => process.exit());
}
