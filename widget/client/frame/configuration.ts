// What the server wrote into the frame's document about the project.

export interface Configuration {
  key: string;
  name: string;
  color: string;
  greeting: string;
  /** Operators may see what stands in the box before it is sent. */
  preview: boolean;
  /** Where "Chat by Parley" leads. */
  home: string;
  /** What is said where no chat can begin; empty where one can. */
  ended: string;
}

export function readConfiguration(): Configuration {
  return JSON.parse(document.getElementById("configuration")?.textContent ?? "{}") as Configuration;
}
