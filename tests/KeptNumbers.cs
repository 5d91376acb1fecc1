using System.Reflection;
using TorchSharp;

namespace U2Video.Tests;

/// <summary>
/// Finds in compiled code what leaves it to the garbage collector whether a number lives as long as libtorch reads it: each call of
/// TorchSharp that makes a <see cref="Scalar"/> or a <see cref="torch.Generator"/>, itself or in whatever it calls.
/// </summary>
internal sealed class KeptNumbers
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Assembly Torch = typeof(torch).Assembly;
    private static readonly Type[] Fleeting = [typeof(Scalar), typeof(torch.Generator)];

    private readonly Dictionary<MethodBase, IReadOnlyList<MethodBase>> _calls = [];
    private readonly Dictionary<MethodBase, string?> _ways = [];
    private readonly HashSet<Type> _made = [];
    private readonly Assembly _assembly;
    private readonly List<MethodBase> _methods;

    private KeptNumbers(Assembly assembly)
    {
        _assembly = assembly;
        _methods = [.. assembly.GetTypes().SelectMany(Methods)];
        FindMadeTypes();
    }

    /// <summary>The calls of an assembly's methods, a line each: the method, and how its call comes to make a number.</summary>
    /// <param name="assembly">What is looked through.</param>
    /// <param name="allowed">The types that may make numbers.</param>
    public static IReadOnlyList<string> FindLost(Assembly assembly, params IReadOnlyCollection<Type> allowed)
    {
        var search = new KeptNumbers(assembly);
        return
        [
            .. from method in search._methods
               where !allowed.Contains(method.DeclaringType!)
               from call in search.TorchCalls(method).Distinct()
               let way = search.WayToNumber(call)
               where way is not null
               select $"{method.DeclaringType}.{method.Name}: {way}",
        ];
    }

    private static IEnumerable<MethodBase> Methods(Type type) => [.. type.GetMethods(Declared), .. type.GetConstructors(Declared)];

    // Only of types that are made somewhere is an override ever called. More are found as more is looked through.
    private void FindMadeTypes()
    {
        int before;
        do
        {
            before = _made.Count;
            var (seen, open) = (new HashSet<MethodBase>(), new Stack<MethodBase>(_methods));
            while (open.TryPop(out var method))
            {
                if (!seen.Add(method))
                {
                    continue;
                }

                var made = Calls(method).Where(call => call is ConstructorInfo).Select(call => call.DeclaringType!);
                _made.UnionWith(made.Where(type => type.Assembly == Torch || type.Assembly == _assembly));
                foreach (var target in TorchCalls(method).SelectMany(Targets))
                {
                    open.Push(target);
                }
            }
        }
        while (_made.Count > before);
    }

    // The shortest, method by method.
    private string? WayToNumber(MethodBase call)
    {
        if (_ways.TryGetValue(call, out var known))
        {
            return known;
        }

        var (callers, open) = (new Dictionary<MethodBase, MethodBase?>(), new Queue<MethodBase>());
        Visit(call, null);
        while (open.TryDequeue(out var method))
        {
            if (method is ConstructorInfo && Fleeting.Contains(method.DeclaringType))
            {
                var way = new List<string>();
                for (var step = method; step is not null; step = callers[step])
                {
                    way.Insert(0, $"{step.DeclaringType!.Name}.{step.Name}");
                }

                return _ways[call] = string.Join(" → ", way);
            }

            foreach (var next in TorchCalls(method))
            {
                Visit(next, method);
            }
        }

        return _ways[call] = null;

        void Visit(MethodBase called, MethodBase? caller)
        {
            foreach (var target in Targets(called).Where(target => callers.TryAdd(target, caller)))
            {
                open.Enqueue(target);
            }
        }
    }

    private IEnumerable<MethodBase> TorchCalls(MethodBase method) => Calls(method).Where(call => call.Module.Assembly == Torch);

    // What may run, within TorchSharp: our own methods are looked through by themselves.
    private IEnumerable<MethodBase> Targets(MethodBase called) => called is MethodInfo { IsVirtual: true } method
        ? _made.SelectMany(type => Overrides(type, method)).Where(found => found.Module.Assembly == Torch).Append(called)
        : [called];

    private static IEnumerable<MethodBase> Overrides(Type type, MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface)
        {
            return from contract in type.GetInterfaces()
                   where Definition(contract) == method.DeclaringType
                   let map = type.GetInterfaceMap(contract)
                   from index in Enumerable.Range(0, map.InterfaceMethods.Length)
                   where Definition(map.InterfaceMethods[index]) == method
                   select Definition(map.TargetMethods[index]);
        }

        var root = Definition(method.GetBaseDefinition());
        return from level in Ancestors(type)
               from candidate in level.GetMethods(Declared)
               where candidate.IsVirtual && candidate.Name == method.Name && Definition(candidate.GetBaseDefinition()) == root
               select Definition(candidate);
    }

    private static IEnumerable<Type> Ancestors(Type type)
    {
        for (var level = type; level is not null; level = level.BaseType)
        {
            yield return level;
        }
    }

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    // Without type arguments, so that a method is one whatever it is called with.
    private static MethodBase Definition(MethodBase method) => method.Module.ResolveMethod(method.MetadataToken)!;

    private IReadOnlyList<MethodBase> Calls(MethodBase method)
    {
        if (!_calls.TryGetValue(method, out var calls))
        {
            _calls[method] = calls = [.. ReadCalls(method)];
        }

        return calls;
    }

    // A constructor of an array has no code of its own.
    private static IEnumerable<MethodBase> ReadCalls(MethodBase method) =>
        MethodCode.References(method).OfType<MethodBase>().Where(called => called.DeclaringType is { IsArray: false }).Select(Definition);
}
