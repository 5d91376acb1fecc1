using U2Video.Core.Errors;

namespace U2Video.Core.Models.Registry;

/// <summary>What is pulled, from where, to where.</summary>
/// <param name="Model">The model.</param>
/// <param name="Address">Where it is downloaded from.</param>
/// <param name="Path">The name that the complete file gets.</param>
internal sealed record PullTarget(PublishedModel Model, Uri Address, string Path)
{
    /// <summary>The path of the partial file; beside the final path, so that the rename is atomic.</summary>
    public string PartialPath => Beside("partial");

    /// <summary>The path of the lock, which also stores the partial file's version.</summary>
    public string LockPath => Beside("pull");

    /// <summary>The error for a failure, in one line. It always tells how to proceed without the download.</summary>
    /// <param name="reason">The reason, without a full stop.</param>
    /// <param name="cause">The failure beneath.</param>
    public ModelException Failure(string reason, Exception? cause = null) => new(
        $"{Model.Name}: {Address.AbsoluteUri} could not be pulled: {reason}. The file may also be put by hand at '{Path}'.", cause);

    /// <summary>The same for a failure of the network.</summary>
    /// <param name="cause">The failure, whose message is used.</param>
    /// <param name="consequence">Text to add to the message.</param>
    public ModelException NetworkFailure(Exception cause, string consequence) => Failure(Reason(cause) + consequence, cause);

    /// <summary>The same for a file that cannot be written.</summary>
    public ModelException WriteFailure(Exception cause) => Failure($"it cannot be written ({Reason(cause)})", cause);

    // The innermost message is the informative one: "Name or service not known", not "An error occurred".
    private static string Reason(Exception cause) => cause.GetBaseException().Message.ReplaceLineEndings(" ").TrimEnd('.');

    private string Beside(string extension) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, $".{Model.FileName}.{extension}");
}
