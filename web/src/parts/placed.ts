// Positions and sizes are set through the element's style object: the page's policy refuses every style attribute.

/** A ref that writes these properties on the element: `ref={placed({ "--share": "0.4" })}`. */
export function placed(properties: Readonly<Record<string, string>>): (element: HTMLElement | SVGElement | null) => void {
  return (element) => {
    if (!element) return;
    for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value);
  };
}

/** Moves an element to a place in its container. */
export function placeAt(element: HTMLElement, x: number, y: number): void {
  element.style.transform = `translate(${x}px, ${y}px)`;
}
