// Where a comparison is found.
import { write } from "../router";

export function address(id: number, series: number | null): string {
  return write("compare", [String(id)], { series: series === null ? undefined : String(series) });
}
