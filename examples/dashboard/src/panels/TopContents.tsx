import type { Asked } from "../App";
import { count, seconds } from "../format";
import { TopContentsDocument } from "../generated";
import { useLive } from "../live";
import { TIMEZONE } from "../ranges";
import { Content } from "./Content";
import { Panel } from "./Panel";

interface Props {
  asked: Asked;
  chosen?: string;
  onChoose: (contentId: string) => void;
}

export function TopContents({ asked, chosen, onChoose }: Props) {
  const { data, error, isStale } = useLive(TopContentsDocument, { range: asked.range, timezone: TIMEZONE });
  const contents = data?.creatorContents?.edges.map((edge) => edge.node) ?? [];
  const shown = chosen ?? contents[0]?.contentId;
  return (
    <>
      <Panel title="Most viewed" name="top" isStale={isStale} error={error}>
        <table>
          <thead>
            <tr>
              <th>Content</th>
              <th>Views</th>
              <th>Per view</th>
            </tr>
          </thead>
          <tbody>
            {contents.map((one) => (
              <tr key={one.contentId} aria-selected={one.contentId === shown} onClick={() => onChoose(one.contentId)}>
                <td>{one.title ?? one.contentId}</td>
                <td>{count(one.views)}</td>
                <td>{seconds(one.averageWatchTime)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      {shown && <Content asked={asked} contentId={shown} title={contents.find((one) => one.contentId === shown)?.title ?? shown} />}
    </>
  );
}
