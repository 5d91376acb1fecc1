namespace U2Video.Core.Tests.Checkpoints.Onnx;

/// <summary>Takes batch normalizations out of a graph, as exporters do that multiply them into the convolutions.</summary>
internal static class OnnxFolding
{
    private const int GraphNode = 1, GraphTensor = 5, NodeInput = 1, NodeOutput = 2, NodeOperator = 4, TensorName = 8;

    /// <summary>The file without them. The convolutions stay as they are: it is the graph that matters here.</summary>
    public static byte[] Fold(byte[] file) => ProtobufFields.Parse(file).Edit(7, Fold).ToBytes();

    /// <summary>The same, of a graph.</summary>
    public static ProtobufFields Fold(ProtobufFields graph) => graph
        .Edit(GraphNode, node => node.Text(NodeOperator) != "BatchNormalization" ? node : new ProtobufFields()
            .Add(NodeInput, node.Text(NodeInput)).Add(NodeOutput, node.Text(NodeOutput)).Add(NodeOperator, "Identity"))
        .Edit(GraphTensor, tensor => tensor.Text(TensorName).Contains(".bn_s1.", StringComparison.Ordinal) ? null : tensor);
}
