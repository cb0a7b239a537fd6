import { useEffect, useState } from "preact/hooks";

/** The reply that the address names. */
export interface SampleAddress {
  scenario: string;
  model: string;
  repeat: number;
}

/** The opened reply, if any, and how to leave it. */
export interface Route {
  sample: SampleAddress | null;
  close: () => void;
}

/** The fragment that opens a reply: `#s=<scenario>&m=<model>&r=<repeat>`. */
export function sampleHash(scenario: string, model: string, repeat: number): string {
  return `#${new URLSearchParams({ s: scenario, m: model, r: String(repeat) })}`;
}

/** Reads a fragment; null when it names no reply. */
export function parseHash(hash: string): SampleAddress | null {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const scenario = fields.get("s");
  if (scenario === null) return null;
  return { scenario, model: fields.get("m") ?? "", repeat: Number(fields.get("r") ?? 1) };
}

/** Follows the address, so that Back leaves an opened reply and a link to a reply opens it. */
export function useRoute(): Route {
  const [sample, setSample] = useState(() => parseHash(location.hash));
  const [openedHere, setOpenedHere] = useState(false);
  useEffect(() => {
    const follow = (event: HashChangeEvent) => {
      const next = parseHash(location.hash);
      if (next === null) setOpenedHere(false);
      else if (parseHash(new URL(event.oldURL).hash) === null) setOpenedHere(true);
      setSample(next);
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  const close = () => {
    if (openedHere) {
      history.back();
      return;
    }
    history.replaceState(null, "", location.href.replace(/#.*$/s, ""));
    setSample(null);
  };
  return { sample, close };
}
