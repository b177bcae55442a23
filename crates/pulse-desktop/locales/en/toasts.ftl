### Short messages at the edge.
