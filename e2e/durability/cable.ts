import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The network between pages and their server: a TCP relay on loopback that can be cut, and that can swallow what is sent. */
export class Cable {
  readonly #server: Server;
  readonly #ends = new Set<Socket>();
  #isSwallowing = false;

  private constructor(targetPort: number) {
    this.#server = createServer((near) => {
      const far = connect(targetPort, '127.0.0.1');
      this.#relay(near, far);
      this.#relay(far, near);
    });
  }

  static async lay(targetPort: number): Promise<Cable> {
    const cable = new Cable(targetPort);
    await new Promise<void>((resolve) => cable.#server.listen(0, '127.0.0.1', resolve));
    return cable;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Every connection breaks off at once. */
  cut(): void {
    for (const end of this.#ends) end.destroy();
  }

  /** From now on nothing arrives on either side, and nobody is told. */
  swallow(): void {
    this.#isSwallowing = true;
  }

  /** What was swallowed stays lost, and with it every connection of that time. */
  mend(): void {
    this.#isSwallowing = false;
    this.cut();
  }

  async remove(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #relay(from: Socket, to: Socket): void {
    from.setNoDelay(true);
    this.#ends.add(from);
    from.on('data', (chunk) => {
      if (!this.#isSwallowing && to.writable) to.write(chunk);
    });
    from.on('error', () => undefined); // `close` follows.
    from.on('close', () => {
      this.#ends.delete(from);
      to.destroy();
    });
  }
}
