/** Control and bidirectional characters, but for tab and line ends: shown by name, for they can reorder what is read. */
const HIDDEN = /([\p{Bidi_Control}\u200B\u2028\u2029\uFEFF]|[^\P{Cc}\t\n\r])/u;

/** Text from outside as text and nothing else: isolated from its surroundings, hidden characters made visible. */
export function Plain({ text }: { text: string }) {
  const parts = text.split(HIDDEN);
  return (
    <bdi>
      {parts.map((part, index) => (index % 2 === 0 ? part : <Hidden key={index} character={part} />))}
    </bdi>
  );
}

function Hidden({ character }: { character: string }) {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  return <span class="hidden-character" data-code={code} title={`hidden character ${code}`} />;
}
