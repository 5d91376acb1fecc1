namespace U2Video.Core.Errors;

/// <summary>
/// A property of an options type, or a parameter, as an error or a notice speaks of it. It reads as its name; a program whose users
/// know it under another word, such as a command-line option, puts that word there (<see cref="MessageText.Say"/>).
/// </summary>
/// <param name="Owner">The options type that has the property.</param>
/// <param name="Name">The property's name in that type; the type's own name if the message is about any value of that type.</param>
public sealed record PropertyName(Type Owner, string Name)
{
    /// <summary>The property <paramref name="name"/> of <typeparamref name="T"/>; give it by <c>nameof</c>.</summary>
    public static PropertyName Of<T>(string name) => new(typeof(T), name);

    /// <summary>
    /// Whatever is set to a <typeparamref name="T"/>: for code that reads or checks such a value without knowing whose property it is.
    /// </summary>
    public static PropertyName Of<T>() => new(typeof(T), typeof(T).Name);

    /// <summary>The property's name.</summary>
    public override string ToString() => Name;
}
