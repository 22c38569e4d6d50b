import { useEffect } from 'react';
import { type Cover, stepAside } from '../canvas/step-aside';
import { useDocument } from '../stores/document';
import { useSelection } from '../stores/selection';

/** The one component that is selected, or the one that the selected link goes to. */
function useOnlyNode(): string | null {
  const node = useSelection(({ nodes, links }) => (nodes.length === 1 && links.length === 0 ? nodes[0] : null));
  const link = useSelection(({ nodes, links }) => (nodes.length === 0 && links.length === 1 ? links[0] : null));
  const end = useDocument(({ scenario }) => scenario.links.find(({ id }) => id === link)?.to ?? null);
  return node ?? end;
}

/** While something lies over the canvas, what is selected is kept in sight; afterwards the view goes back. */
export function useUncovered(cover: ((area: DOMRect) => Cover) | null): void {
  const node = useOnlyNode();
  useEffect(() => {
    if (node !== null && cover) return stepAside.uncover(node, cover);
  }, [node, cover]);
}
