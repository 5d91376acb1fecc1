using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting.Predicting;

/// <summary>
/// Copies of the last input that went through the network and of its mask, because later stages change and dispose theirs. Its owner calls
/// <see cref="Forget"/> at the end.
/// </summary>
internal sealed class InferredMask
{
    private (Frame Input, Mask Mask)? _kept;

    /// <summary>The input; null before the first.</summary>
    public Frame? Input => _kept?.Input;

    /// <summary>Copies both, instead of what was remembered before.</summary>
    public void Remember(Frame input, Mask mask)
    {
        Forget();
        var copy = new Frame(input.Width, input.Height, input.Timestamp, input.Layout);
        input.Pixels.CopyTo(copy.Pixels);
        _kept = (copy, Copy(mask));
    }

    /// <summary>A new mask with the values of the remembered one; the caller owns it.</summary>
    public Mask NewMask() => Copy(_kept!.Value.Mask);

    /// <summary>Gives the memory back.</summary>
    public void Forget()
    {
        _kept?.Input.Dispose();
        _kept?.Mask.Dispose();
        _kept = null;
    }

    private static Mask Copy(Mask mask)
    {
        var copy = new Mask(mask.Width, mask.Height);
        mask.Values.CopyTo(copy.Values);
        return copy;
    }
}
