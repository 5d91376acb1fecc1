using U2Video.Core.Errors;

namespace U2Video.Core.Models.Registry;

/// <summary>What is pulled, from where, to where.</summary>
/// <param name="Model">The model.</param>
/// <param name="Address">Where it is downloaded from.</param>
/// <param name="Path">The name that the complete file gets.</param>
internal sealed record PullTarget(PublishedModel Model, Uri Address, string Path)
{
    /// <summary>Where the bytes gather; beside the final name, so that the rename is atomic.</summary>
    public string PartialPath => Beside("partial");

    /// <summary>The lock, in which is also noted what the partial file is a part of.</summary>
    public string LockPath => Beside("pull");

    /// <summary>The one line for a failure. It always says how to do without the download.</summary>
    /// <param name="reason">What was wrong, without a full stop.</param>
    /// <param name="cause">The failure beneath.</param>
    public ModelException Failure(string reason, Exception? cause = null) => new(
        $"{Model.Name}: {Address.AbsoluteUri} could not be pulled: {reason}. The file may also be put by hand at '{Path}'.", cause);

    /// <summary>The same for what went wrong on the way from the server.</summary>
    /// <param name="cause">The failure, whose words are used.</param>
    /// <param name="consequence">What to add to them.</param>
    public ModelException NetworkFailure(Exception cause, string consequence) => Failure(Reason(cause) + consequence, cause);

    /// <summary>The same for a file that cannot be written.</summary>
    public ModelException WriteFailure(Exception cause) => Failure($"it cannot be written ({Reason(cause)})", cause);

    // The innermost message is the one that says something: "Name or service not known", not "An error occurred".
    private static string Reason(Exception cause) => cause.GetBaseException().Message.ReplaceLineEndings(" ").TrimEnd('.');

    private string Beside(string extension) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, $".{Model.FileName}.{extension}");
}
