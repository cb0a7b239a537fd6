/** The same work for every tool: each of the briefs asked `repeats` times, `inFlight` calls at a time. */
export interface Job {
  /** JSON: a list of {@link Replies}. */
  briefsFile: string;
  /** The system prompt as text. */
  systemFile: string;
  repeats: number;
  inFlight: number;
  /** An empty folder for what the tool leaves behind. */
  folder: string;
}

/** A program of Node that does a job. */
export interface Program {
  args: string[];
  cwd: string;
  env: Record<string, string>;
}
