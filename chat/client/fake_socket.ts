// For tests: a browser's WebSocket whose other end is the test.

export type Frame = Record<string, unknown> & { type: string; ref: number };

export class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  /** Whether handshakes succeed; null leaves them open. */
  static reachable = true;
  static answer: ((frame: Frame, socket: FakeSocket) => void) | null = null;
  readyState = 0;
  sent: Frame[] = [];
  onopen: (() => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
    const open = FakeSocket.reachable;
    setTimeout(() => {
      if (!open) return this.end(1006);
      this.readyState = 1;
      this.onopen?.();
    });
  }

  send(text: string): void {
    const frame = JSON.parse(text) as Frame;
    this.sent.push(frame);
    setTimeout(() => FakeSocket.answer?.(frame, this));
  }

  close(): void {
    this.end(1000);
  }

  end(code: number): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose?.({ code });
  }

  push(push: object): void {
    this.onmessage?.({ data: JSON.stringify(push) });
  }

  reply(ref: number, fields: object = {}): void {
    this.push({ type: "reply", ref, ok: true, ...fields });
  }
}
