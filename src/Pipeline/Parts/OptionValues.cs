using System.Collections;
using System.Globalization;
using System.Reflection;
using U2Video.Core.Errors;
using U2Video.Pipeline.Compositing.Backgrounds;
using U2Video.Pipeline.Mattes;
using U2Video.Pipeline.Matting.Editing;

namespace U2Video.Pipeline.Parts;

/// <summary>Writes all values of options as text, by their names, so that two runs can be compared.</summary>
internal sealed class OptionValues
{
    /// <summary>The values so far.</summary>
    public SortedDictionary<string, string> All { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a value with all that it consists of. Files that it names count by their content.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value; null is left out.</param>
    /// <param name="without">The names of properties of its own that do not count.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public async Task AddAsync(string name, object? value, IReadOnlyCollection<string> without, CancellationToken cancellation)
    {
        switch (value)
        {
            case null:
                break;
            case string or Enum or IFormattable or bool:
                All[name] = Convert.ToString(value, CultureInfo.InvariantCulture)!;
                break;
            case MatteStencil { Clip: { } clip }:
                All[name] = await InputHash.OfAsync(clip, cancellation).ConfigureAwait(false);
                break;
            case MatteStencil stencil:
                All[name] = stencil.Hash;
                break;
            case FileBackgroundSpec file:
                All[name] = await InputHash.OfAsync(file.Path, cancellation).ConfigureAwait(false);
                break;
            case IEnumerable items:
                var count = 0;
                foreach (var item in items)
                {
                    await AddAsync($"{name}.{count++}", item, [], cancellation).ConfigureAwait(false);
                }

                break;
            default:
                All[name] = value.GetType().Name;
                foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .Where(property => !without.Contains(property.Name) && property.GetIndexParameters().Length == 0))
                {
                    await AddAsync($"{name}.{property.Name}", property.GetValue(value), [], cancellation).ConfigureAwait(false);
                }

                break;
        }
    }
}
