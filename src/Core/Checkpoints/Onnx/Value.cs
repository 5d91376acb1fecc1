namespace U2Video.Core.Checkpoints.Onnx;

/// <summary>A value that flows through the network, described by the operation that makes it. Values are compared by reference.</summary>
internal abstract class Value
{
    /// <summary>The input, B×3×H×W.</summary>
    public sealed class Picture : Value;

    /// <summary>
    /// A convolution with bias that keeps height and width, under the official name of its parameters
    /// (<c>stage1.rebnconvin.conv_s1</c>). Inside the blocks batch normalization and ReLU follow.
    /// </summary>
    public sealed class Convolution(string name, Value input, int kernel, int dilation, string? norm) : Value
    {
        public string Name => name;

        public Value Input => input;

        public int Kernel => kernel;

        public int Dilation => dilation;

        /// <summary>The name of the batch normalization's parameters; null if neither it nor ReLU follows.</summary>
        public string? Norm => norm;
    }

    /// <summary>2×2 max-pooling.</summary>
    public sealed class Pooled(Value input, bool ceil) : Value
    {
        public Value Input => input;

        /// <summary>Whether odd sizes are rounded up.</summary>
        public bool Ceil => ceil;
    }

    /// <summary>Bilinear up-sampling to the height and width of another value.</summary>
    public sealed class UpTo(Value input, Value like) : Value
    {
        public Value Input => input;

        public Value Like => like;
    }

    /// <summary>Concatenated channels.</summary>
    public sealed class Joined(params IReadOnlyList<Value> parts) : Value
    {
        public IReadOnlyList<Value> Parts => parts;
    }

    /// <summary>An element-wise sum.</summary>
    public sealed class Sum(Value first, Value second) : Value
    {
        public Value First => first;

        public Value Second => second;
    }
}
