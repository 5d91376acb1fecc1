using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>Words what is wrong with a checkpoint as the one line that its user reads.</summary>
internal sealed class PyTorchFaults(string source)
{
    public ModelException Unreadable(string why, Exception? cause = null) => new($"{source}: {why}.", cause);

    public ModelException Damaged(string what, Exception? cause = null) =>
        new($"{source}: is no PyTorch checkpoint that can be used: {what}. Fetch or make it again.", cause);

    /// <summary>For a pickle that asks for more than plain values, be it an attack or merely a pickled model object.</summary>
    /// <param name="what">What it asks for.</param>
    /// <param name="isFamiliar">Whether that comes from PyTorch or its kin, and is no sign of an attack.</param>
    public ModelException Refused(string what, bool isFamiliar = false) =>
        new($"{source}: refuses to load: its pickle asks for {what}, and weights need only tensors. "
            + (isFamiliar ? "Save only the model's state_dict()." : "Do not trust this file; if you made it yourself, save only the model's state_dict()."));
}
