// A choice in a bar of filters: quiet while it says "any", marked while it narrows something.

export function Choice(props: {
  label: string;
  value: string;
  options: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
}) {
  return (
    <label class={`choice ${props.value ? "choice-on" : ""}`}>
      <span>{props.label}</span>
      <select value={props.value} onChange={(event) => props.onChange(event.currentTarget.value)}>
        {props.options.map(([value, text]) => (
          <option key={value} value={value} translate={value !== text}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
