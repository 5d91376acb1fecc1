using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>Makes the one-line errors for what is wrong with a checkpoint.</summary>
internal sealed class PyTorchFaults(string source)
{
    public ModelException Unreadable(string why, Exception? cause = null) => new($"{source}: {why}.", cause);

    public ModelException Damaged(string what, Exception? cause = null) =>
        new($"{source}: is not a usable PyTorch checkpoint: {what}. Fetch or make it again.", cause);

    /// <summary>The error for a pickle that asks for more than plain values: an attack, or only a pickled model object.</summary>
    /// <param name="what">What it asks for.</param>
    /// <param name="isFamiliar">Whether it belongs to PyTorch or a related library, and so does not suggest an attack.</param>
    public ModelException Refused(string what, bool isFamiliar = false) =>
        new($"{source}: refuses to load: its pickle asks for {what}, and weights need only tensors. "
            + (isFamiliar ? "Save only the model's state_dict()."
                : "Do not trust this file; if you made it yourself, save only the model's state_dict()."));
}
