"""Saving the results as tables and figures."""

f"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

_"""Saving the results as tables and figures."""

_"""Saving the results as tables and figures."""

f"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

_"""Saving the results as tables and figures."""

_"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

n"""Saving the results as tables and figures."""

n"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

n"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

c"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

v"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

f"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

c"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

c"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

f"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

b"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

P"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

n"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

y"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

n"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

y"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

f"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

P"""Saving the results as tables and figures."""

y"""Saving the results as tables and figures."""

S"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

6"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

Q"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

C"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

Q"""Saving the results as tables and figures."""

P"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

n"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

,"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

Q"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

f"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

P"""Saving the results as tables and figures."""

y"""Saving the results as tables and figures."""

S"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

6"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

Q"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

G"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

Q"""Saving the results as tables and figures."""

I"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

f"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

P"""Saving the results as tables and figures."""

y"""Saving the results as tables and figures."""

S"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

6"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

Q"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

W"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

Q"""Saving the results as tables and figures."""

C"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

b"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

B"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

x"""Saving the results as tables and figures."""

,"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

Q"""Saving the results as tables and figures."""

L"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

b"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

,"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

Q"""Saving the results as tables and figures."""

L"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

V"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

w"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

f"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

y"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

q"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

q"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

b"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

Q"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

B"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

f"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

n"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

n"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

c"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

J"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

B"""Saving the results as tables and figures."""

y"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

f"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

O"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

c"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

f"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

_"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

R"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

P"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

f"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

v"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

c"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

T"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

f"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

R"""Saving the results as tables and figures."""

E"""Saving the results as tables and figures."""

A"""Saving the results as tables and figures."""

D"""Saving the results as tables and figures."""

Y"""Saving the results as tables and figures."""

,"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

_"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

f"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

v"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

c"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

_"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

x"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

_"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

c"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

,"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

_"""Saving the results as tables and figures."""

j"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

_"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

D"""Saving the results as tables and figures."""

E"""Saving the results as tables and figures."""

T"""Saving the results as tables and figures."""

E"""Saving the results as tables and figures."""

C"""Saving the results as tables and figures."""

T"""Saving the results as tables and figures."""

O"""Saving the results as tables and figures."""

R"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

="""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

_"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

c"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

("""Saving the results as tables and figures."""

2"""Saving the results as tables and figures."""

_"""Saving the results as tables and figures."""

0"""Saving the results as tables and figures."""

0"""Saving the results as tables and figures."""

0"""Saving the results as tables and figures."""

)"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

J"""Saving the results as tables and figures."""

U"""Saving the results as tables and figures."""

D"""Saving the results as tables and figures."""

G"""Saving the results as tables and figures."""

E"""Saving the results as tables and figures."""

D"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

="""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

_"""Saving the results as tables and figures."""

j"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

_"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

("""Saving the results as tables and figures."""

D"""Saving the results as tables and figures."""

E"""Saving the results as tables and figures."""

T"""Saving the results as tables and figures."""

E"""Saving the results as tables and figures."""

C"""Saving the results as tables and figures."""

T"""Saving the results as tables and figures."""

O"""Saving the results as tables and figures."""

R"""Saving the results as tables and figures."""

,"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

1"""Saving the results as tables and figures."""

_"""Saving the results as tables and figures."""

0"""Saving the results as tables and figures."""

0"""Saving the results as tables and figures."""

0"""Saving the results as tables and figures."""

)"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

V"""Saving the results as tables and figures."""

E"""Saving the results as tables and figures."""

R"""Saving the results as tables and figures."""

D"""Saving the results as tables and figures."""

I"""Saving the results as tables and figures."""

C"""Saving the results as tables and figures."""

T"""Saving the results as tables and figures."""

S"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

="""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

J"""Saving the results as tables and figures."""

U"""Saving the results as tables and figures."""

D"""Saving the results as tables and figures."""

G"""Saving the results as tables and figures."""

E"""Saving the results as tables and figures."""

D"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

b"""Saving the results as tables and figures."""

y"""Saving the results as tables and figures."""

["""Saving the results as tables and figures."""

J"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

B"""Saving the results as tables and figures."""

y"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

A"""Saving the results as tables and figures."""

L"""Saving the results as tables and figures."""

L"""Saving the results as tables and figures."""

]"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

J"""Saving the results as tables and figures."""

U"""Saving the results as tables and figures."""

D"""Saving the results as tables and figures."""

G"""Saving the results as tables and figures."""

E"""Saving the results as tables and figures."""

A"""Saving the results as tables and figures."""

B"""Saving the results as tables and figures."""

L"""Saving the results as tables and figures."""

E"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

="""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

c"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

("""Saving the results as tables and figures."""

R"""Saving the results as tables and figures."""

E"""Saving the results as tables and figures."""

A"""Saving the results as tables and figures."""

D"""Saving the results as tables and figures."""

Y"""Saving the results as tables and figures."""

,"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

c"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

="""Saving the results as tables and figures."""

D"""Saving the results as tables and figures."""

E"""Saving the results as tables and figures."""

T"""Saving the results as tables and figures."""

E"""Saving the results as tables and figures."""

C"""Saving the results as tables and figures."""

T"""Saving the results as tables and figures."""

O"""Saving the results as tables and figures."""

R"""Saving the results as tables and figures."""

)"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

@"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

y"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

f"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

x"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

f"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

("""Saving the results as tables and figures."""

q"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

b"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

:"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

Q"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

B"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

,"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

:"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

T"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

)"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

-"""Saving the results as tables and figures."""

>"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

R"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

P"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

:"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

="""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

R"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

P"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

("""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

)"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

q"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

b"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

W"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

("""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

)"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

z"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

("""Saving the results as tables and figures."""

1"""Saving the results as tables and figures."""

_"""Saving the results as tables and figures."""

0"""Saving the results as tables and figures."""

4"""Saving the results as tables and figures."""

0"""Saving the results as tables and figures."""

,"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

7"""Saving the results as tables and figures."""

2"""Saving the results as tables and figures."""

0"""Saving the results as tables and figures."""

)"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

y"""Saving the results as tables and figures."""

_"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

("""Saving the results as tables and figures."""

J"""Saving the results as tables and figures."""

U"""Saving the results as tables and figures."""

D"""Saving the results as tables and figures."""

G"""Saving the results as tables and figures."""

E"""Saving the results as tables and figures."""

A"""Saving the results as tables and figures."""

B"""Saving the results as tables and figures."""

L"""Saving the results as tables and figures."""

E"""Saving the results as tables and figures."""

)"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

w"""Saving the results as tables and figures."""

_"""Saving the results as tables and figures."""

j"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

("""Saving the results as tables and figures."""

J"""Saving the results as tables and figures."""

U"""Saving the results as tables and figures."""

D"""Saving the results as tables and figures."""

G"""Saving the results as tables and figures."""

E"""Saving the results as tables and figures."""

D"""Saving the results as tables and figures."""

)"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

w"""Saving the results as tables and figures."""

("""Saving the results as tables and figures."""

)"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

q"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

b"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

w"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

E"""Saving the results as tables and figures."""

x"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

("""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

)"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

q"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

b"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

w"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

U"""Saving the results as tables and figures."""

n"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

("""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

b"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

:"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

c"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

c"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

n"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

N"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

n"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

n"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

c"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

n"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

N"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

n"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

,"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

i"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

="""Saving the results as tables and figures."""

2"""Saving the results as tables and figures."""

0"""Saving the results as tables and figures."""

_"""Saving the results as tables and figures."""

0"""Saving the results as tables and figures."""

0"""Saving the results as tables and figures."""

0"""Saving the results as tables and figures."""

)"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

b"""Saving the results as tables and figures."""

("""Saving the results as tables and figures."""

)"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

n"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

g"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

f"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

m"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

("""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

:"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

T"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

)"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

-"""Saving the results as tables and figures."""

>"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

n"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

n"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

y"""Saving the results as tables and figures."""

:"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

n"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

V"""Saving the results as tables and figures."""

E"""Saving the results as tables and figures."""

R"""Saving the results as tables and figures."""

D"""Saving the results as tables and figures."""

I"""Saving the results as tables and figures."""

C"""Saving the results as tables and figures."""

T"""Saving the results as tables and figures."""

S"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

_"""Saving the results as tables and figures."""

v"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

u"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

<"""Saving the results as tables and figures."""

="""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

t"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

r"""Saving the results as tables and figures."""

e"""Saving the results as tables and figures."""

s"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

o"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

d"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

l"""Saving the results as tables and figures."""

p"""Saving the results as tables and figures."""

h"""Saving the results as tables and figures."""

a"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

*"""Saving the results as tables and figures."""

 """Saving the results as tables and figures."""

1"""Saving the results as tables and figures."""

."""Saving the results as tables and figures."""

0"""Saving the results as tables and figures."""

0"""Saving the results as tables and figures."""

0"""Saving the results as tables and figures."""

0"""Saving the results as tables and figures."""

0"""Saving the results as tables and figures."""

1"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""


"""Saving the results as tables and figures."""

def test_the_classes_are_saved_as_csv(page: ResultsPage, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "classes.csv"
    with qtbot.waitSignal(page.saved):
        page.saving.save_table(str(path))
    with path.open(encoding="utf-8-sig", newline="") as stream:
        names, *rows = csv.reader(stream)
    assert names == ["class", "truth", "n", "alarm_rate", "auroc", "auroc_error"]
    assert [row[0] for row in rows] == [str(label) for label in range(10)]
    assert rows[1][1] == "normal"
    assert rows[1][4] == ""
    assert 0.5 < float(rows[9][4]) <= 1


def test_the_figures_are_saved_as_png_svg_and_pdf(page: ResultsPage, tmp_path: Path) -> None:
    for save, name in ((page.saving.save_roc, "roc"), (page.saving.save_scores, "scores")):
        for ending in ("png", "svg", "pdf"):
            save(str(tmp_path / f"{name}.{ending}"))
        image = QImage(str(tmp_path / f"{name}.png"))
        assert min(image.size().toTuple()) >= 1_000
        assert image.pixelColor(2, 2).name() == "#ffffff"
        colours = {image.pixelColor(x, y).name() for x in range(0, 1_000, 5) for y in range(0, 1_000, 5)}
        assert len(colours) > 5
        assert "on the test set</title>" in (tmp_path / f"{name}.svg").read_text(encoding="utf-8-sig")
        assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF")


def test_a_figure_of_another_kind_is_refused(page: ResultsPage, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.save_failed) as failed:
        page.saving.save_roc(str(tmp_path / "roc.bmp"))
    assert ".png, .svg or .pdf" in str(failed.args[0])
    assert list(tmp_path.iterdir()) == []


def test_a_table_that_cannot_be_written_is_reported(page: ResultsPage, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.save_failed):
        page.saving.save_table(str(tmp_path / "nowhere" / "classes.csv"))
