/** A binary heap of states by key, smallest first; of equal keys the youngest, so that a search goes on where it is. */
export class Heap {
  private keys: number[] = [];
  private states: number[] = [];
  private turns: number[] = [];
  private turn = 0;

  get size(): number {
    return this.keys.length;
  }

  minKey(): number {
    return this.keys[0]!;
  }

  push(state: number, key: number): void {
    let i = this.keys.length;
    const turn = this.turn++;
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (this.keys[up]! < key) break;
      this.put(i, this.keys[up]!, this.states[up]!, this.turns[up]!);
      i = up;
    }
    this.put(i, key, state, turn);
  }

  /** Takes the state with the smallest key; must not be called when empty. */
  pop(): number {
    const top = this.states[0]!;
    const [key, state, turn] = [this.keys.pop()!, this.states.pop()!, this.turns.pop()!];
    if (this.keys.length) this.sink(key, state, turn);
    return top;
  }

  private sink(key: number, state: number, turn: number): void {
    const n = this.keys.length;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= n) break;
      if (child + 1 < n && this.before(child + 1, child)) child++;
      const smaller = this.keys[child]! < key || (this.keys[child] === key && this.turns[child]! > turn);
      if (!smaller) break;
      this.put(i, this.keys[child]!, this.states[child]!, this.turns[child]!);
      i = child;
    }
    this.put(i, key, state, turn);
  }

  private before(a: number, b: number): boolean {
    return this.keys[a]! < this.keys[b]! || (this.keys[a] === this.keys[b] && this.turns[a]! > this.turns[b]!);
  }

  private put(i: number, key: number, state: number, turn: number): void {
    this.keys[i] = key;
    this.states[i] = state;
    this.turns[i] = turn;
  }
}
