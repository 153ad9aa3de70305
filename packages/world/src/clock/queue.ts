/** One thing to do at one instant. `seq` orders what falls due at the same instant by who asked first. */
export interface Due {
  readonly time: number
  readonly seq: number
  readonly run: () => void
}

/** Binary heap by (time, seq). Cancelled entries are removed at once, so that an idle world holds nothing. */
export class DueQueue {
  readonly #heap: Due[] = []

  get size(): number {
    return this.#heap.length
  }

  peek(): Due | undefined {
    return this.#heap[0]
  }

  push(due: Due): void {
    this.#heap.push(due)
    this.#up(this.#heap.length - 1)
  }

  pop(): Due | undefined {
    const first = this.#heap[0]
    if (first !== undefined) this.#removeAt(0)
    return first
  }

  remove(due: Due): void {
    const index = this.#heap.indexOf(due)
    if (index >= 0) this.#removeAt(index)
  }

  #removeAt(index: number): void {
    const last = this.#heap.pop() as Due
    if (index === this.#heap.length) return
    this.#heap[index] = last
    this.#up(index)
    this.#down(index)
  }

  #up(index: number): void {
    let child = index
    while (child > 0) {
      const parent = (child - 1) >> 1
      if (!this.#swapIfBefore(child, parent)) return
      child = parent
    }
  }

  #down(index: number): void {
    let parent = index
    for (;;) {
      const left = 2 * parent + 1
      if (left >= this.#heap.length) return
      const right = left + 1
      const child = right < this.#heap.length && before(this.#at(right), this.#at(left)) ? right : left
      if (!this.#swapIfBefore(child, parent)) return
      parent = child
    }
  }

  #at(index: number): Due {
    return this.#heap[index] as Due
  }

  #swapIfBefore(child: number, parent: number): boolean {
    const a = this.#at(child)
    const b = this.#at(parent)
    if (!before(a, b)) return false
    this.#heap[child] = b
    this.#heap[parent] = a
    return true
  }
}

function before(a: Due, b: Due): boolean {
  return a.time < b.time || (a.time === b.time && a.seq < b.seq)
}
