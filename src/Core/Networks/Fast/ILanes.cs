namespace U2Video.Core.Networks.Fast;

/// <summary>
/// A vector of float32 values, as wide as the processor has it. What is written for it once is compiled for each width, and a value's
/// result is the same in all of them.
/// </summary>
/// <typeparam name="TSelf">The vector.</typeparam>
internal unsafe interface ILanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>Values in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>The values at an address.</summary>
    static abstract TSelf Load(float* from);

    /// <summary>A value in all lanes.</summary>
    static abstract TSelf Of(float value);

    /// <summary>The sums.</summary>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>The differences.</summary>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>The products.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>The product plus <paramref name="addend"/>, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary><paramref name="addend"/> minus the product, rounded once.</summary>
    static abstract TSelf MultiplyAddNegated(TSelf left, TSelf right, TSelf addend);

    /// <summary>The values, and 0 instead of what is below it.</summary>
    static abstract TSelf Relu(TSelf values);

    /// <summary>Writes the values to an address.</summary>
    void Store(float* to);
}
