using System.CommandLine;

namespace U2Video.Cli.Help;

/// <summary>Options that stand under one heading.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Options">The options, in the order in which they are shown.</param>
internal sealed record OptionGroup(string Title, IReadOnlyList<Option> Options);
