/** Sending a conversation elsewhere: what the project is connected to, and how the open conversation's deliveries stand. */

import { signal } from "@preact/signals";
import type { DeliveryShape, IntegrationShape, PreviewShape } from "#wire";
import type { Api, Press } from "../api.ts";
import { withDelivery } from "../state/deliveries.ts";
import { asApiError } from "./inbox.ts";

export class Elsewhere {
  /** Null until they were asked for; the section is not drawn before. */
  readonly integrations = signal<readonly IntegrationShape[] | null>(null);
  readonly deliveries = signal<readonly DeliveryShape[]>([]);
  /** What could not be done, said in the section until the next try. */
  readonly problem = signal<string | null>(null);
  private conversation: string | null = null;

  constructor(private readonly api: Api) {}

  /** The column shows this conversation. */
  async lookAt(conversation: string): Promise<void> {
    if (this.conversation !== conversation) this.deliveries.value = [];
    this.conversation = conversation;
    this.problem.value = null;
    try {
      if (!(await this.load()).length) return;
      const { results } = await this.api.deliveriesOf(conversation);
      if (this.conversation === conversation) for (const each of results) this.hear(each);
    } catch (error) {
      this.problem.value = asApiError(error).message;
    }
  }

  /** What the project is connected to, asked for once. Throws ApiError. */
  async load(): Promise<readonly IntegrationShape[]> {
    return (this.integrations.value ??= (await this.api.integrations()).results);
  }

  async reconnected(): Promise<void> {
    const former = this.integrations.value;
    if (former)
      this.integrations.value = await this.api.integrations().then(
        ({ results }) => results,
        () => former,
      );
    if (this.conversation) await this.lookAt(this.conversation);
  }

  hear(delivery: DeliveryShape): void {
    if (delivery.conversation === this.conversation) this.deliveries.value = withDelivery(this.deliveries.value, delivery);
  }

  /** What a press would send, byte for byte. Throws ApiError. */
  preview(integration: IntegrationShape, press: Press): Promise<PreviewShape> {
    return this.api.preview(integration.id, press);
  }

  /** Sends exactly what was shown. Throws ApiError. */
  async press(integration: IntegrationShape, press: Press, { at, digest }: PreviewShape): Promise<void> {
    this.hear(await this.api.press(integration.id, { ...press, at, digest }));
  }

  /** Throws ApiError. */
  async resend(delivery: DeliveryShape, reason: string): Promise<void> {
    this.hear(await this.api.resend(delivery.id, reason));
  }

  async steer(delivery: DeliveryShape, how: "try-now" | "cancel"): Promise<void> {
    this.problem.value = null;
    try {
      this.hear(await this.api.steer(delivery.id, how));
    } catch (error) {
      this.problem.value = asApiError(error).message;
    }
  }
}
