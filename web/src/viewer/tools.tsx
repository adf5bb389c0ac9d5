// Which tool the hand holds. Each has a key; the commonest one is always in the hand already.
import { t } from "../i18n";
import { keysOf } from "../keys/model";
import type { Drawing, Tool } from "./drawing";
import { MEDIA_KEYS } from "./keys";

const ACTIONS: readonly (readonly [Tool, string])[] = [
  ["mark", "media.rectangle"],
  ["polygon", "media.polygon"],
  ["mask", "media.mask"],
  ["like", "media.like"],
  ["hand", "media.hand"],
];

interface Props {
  readonly drawing: Drawing;
  readonly onTool: (tool: Tool) => void;
}

export function Tools({ drawing, onTool }: Props) {
  return (
    <div class="tools" role="toolbar" aria-label={t("Tools")}>
      {ACTIONS.map(([tool, id]) => {
        const action = MEDIA_KEYS.actions.find((one) => one.id === id);
        return (
          action && (
            <button key={tool} type="button" aria-pressed={drawing.tool === tool} title={action.label()} onClick={() => onTool(tool)}>
              {toolWord(tool)} <kbd>{keysOf(action)[0]}</kbd>
            </button>
          )
        );
      })}
    </div>
  );
}

function toolWord(tool: Tool): string {
  return { mark: t("Box"), polygon: t("Outline"), mask: t("Cover"), like: t("Search"), hand: t("Move") }[tool];
}
