/** Answers that are there at once or later: what needs no waiting should not wait for a turn of the event loop either. */
export type Later<Answer> = Answer | Promise<Answer>

/** Goes on with an answer, at once when it is there. */
export function whenReady<Answer, Next>(
  answer: Later<Answer>,
  next: (answer: Answer) => Later<Next>,
): Later<Next> {
  return answer instanceof Promise ? answer.then(next) : next(answer)
}
