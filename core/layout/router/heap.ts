/** A binary heap of states by key, smallest first. Equal keys come in an order that depends on the pushes alone. */
export class Heap {
  private keys = new Float64Array(1024);
  private states = new Int32Array(1024);
  private count = 0;

  get size(): number {
    return this.count;
  }

  minKey(): number {
    return this.keys[0]!;
  }

  push(state: number, key: number): void {
    if (this.count === this.keys.length) this.grow();
    let i = this.count++;
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (this.keys[up]! <= key) break;
      this.keys[i] = this.keys[up]!;
      this.states[i] = this.states[up]!;
      i = up;
    }
    this.keys[i] = key;
    this.states[i] = state;
  }

  /** Takes the state with the smallest key; must not be called when empty. */
  pop(): number {
    const { keys, states } = this;
    const top = states[0]!;
    const n = --this.count;
    const [key, state] = [keys[n]!, states[n]!];
    let i = 0;
    for (let child = 1; child < n; child = 2 * i + 1) {
      if (child + 1 < n && keys[child + 1]! < keys[child]!) child++;
      if (keys[child]! >= key) break;
      keys[i] = keys[child]!;
      states[i] = states[child]!;
      i = child;
    }
    keys[i] = key;
    states[i] = state;
    return top;
  }

  private grow(): void {
    const [keys, states] = [new Float64Array(2 * this.count), new Int32Array(2 * this.count)];
    keys.set(this.keys);
    states.set(this.states);
    [this.keys, this.states] = [keys, states];
  }
}
