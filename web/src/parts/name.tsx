// A name that came from outside (a file, a case, a person): shown as it is, but it cannot turn its surroundings around.
// Direction is isolated, control characters are written out, long ones are cut in the middle and kept whole in the tip.

const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

export function Name({ text, longest = 60 }: { text: string; longest?: number }) {
  const plain = visible(text);
  const cut = shorten(plain, longest);
  return (
    <bdi class="name" title={cut === plain ? undefined : plain}>
      {cut}
    </bdi>
  );
}

/** Every character that would not be seen, or that changes the direction of what follows, in writing. */
export function visible(text: string): string {
  return text.replace(CONTROLS, (one) => `⟨${(one.codePointAt(0) as number).toString(16).padStart(4, "0")}⟩`);
}

export function shorten(text: string, longest: number): string {
  const letters = [...text];
  if (letters.length <= longest) return text;
  const tail = Math.min(12, Math.floor(longest / 3));
  return `${letters.slice(0, longest - tail - 1).join("")}…${letters.slice(-tail).join("")}`;
}
