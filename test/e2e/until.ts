/** Resolves to what `look` answers once that is true; looks every 20 ms, rejects naming `what` after `ms`. */
export async function until<T>(what: string, look: () => Promise<T> | T, ms = 30_000): Promise<NonNullable<T>> {
  const deadline = Date.now() + ms
  for (;;) {
    const answer = await look()
    if (answer) return answer
    if (Date.now() > deadline) throw new Error(`waited ${ms} ms for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
