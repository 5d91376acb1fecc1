namespace U2Video.Plugin;

/// <summary>The types of frei0r's parameters that are used here; a boolean is a double too.</summary>
internal enum ParameterType
{
    /// <summary>A double, true from 0.5 on.</summary>
    Boolean = 0,

    /// <summary>A double of 0…1.</summary>
    Number = 1,

    /// <summary>UTF-8 that ends with a zero.</summary>
    Text = 4,
}
